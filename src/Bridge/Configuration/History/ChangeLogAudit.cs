namespace Bridge.Configuration.History;

/// <summary>
/// Goes through the change log from its first entry and finds the first one that was changed, taken out or put in, holding one
/// entry at a time. Who can write the whole database can write a whole new chain, too: against that the head of an earlier
/// audit, kept elsewhere, must still be in it.
/// </summary>
public sealed class ChangeLogAudit
{
    private const long FirstRevision = 2;

    private readonly string? expected;
    private bool expectedSeen;
    private long next = FirstRevision;
    private long unhashed;
    private string? head;

    private ChangeLogAudit(string? expected) => (this.expected, expectedSeen) = (expected, expected is null);

    /// <summary>Audits the log.</summary>
    /// <param name="entries">All entries, by their revisions.</param>
    /// <param name="items">All items, by their revisions and positions.</param>
    /// <param name="revision">The revision in force.</param>
    /// <param name="expected">A hash that must be in the chain, or null.</param>
    /// <param name="ct">Ends the audit.</param>
    public static async Task<Audit> VerifyAsync(
        IAsyncEnumerable<ChangeEntry> entries, IAsyncEnumerable<(long Revision, ChangeItem Item)> items, long revision, string? expected, CancellationToken ct)
    {
        var audit = new ChangeLogAudit(expected);
        await using var rest = new ItemCursor(items.GetAsyncEnumerator(ct));
        await rest.MoveAsync();
        await foreach (var entry in entries.WithCancellation(ct))
        {
            if (await audit.BreachAsync(entry, rest) is { } breach)
                return audit.Result(breach);
            audit.next++;
        }

        return audit.Result(audit.End(rest.Revision, revision));
    }

    private async Task<Breach?> BreachAsync(ChangeEntry entry, ItemCursor items)
    {
        if (entry.Revision != next)
            return entry.Revision < next ? new(entry.Revision, "cannot be: the first change makes revision 2") : new(next, $"its entry is missing; the next one is that of revision {entry.Revision}");
        if (items.Revision < next)
            return new(items.Revision.Value, "has items and no entry");
        if (entry.Hash is null)
        {
            unhashed++;
            return head is not null ? new(next, "its entry has no hash, and one before it has one") : items.Revision == next ? new(next, "its entry has items and no hash") : null;
        }

        if (entry.PreviousHash != head)
            return new(next, $"its entry follows one with the hash {entry.PreviousHash ?? "of none"}, and the one before it has {head ?? "none"}");
        if (await HashAsync(entry, items) is var hash && hash != entry.Hash)
            return new(next, $"its entry or one of its items was changed: it has the hash {entry.Hash}, and what is there comes to {hash}");
        head = hash;
        expectedSeen |= head == expected;
        return null;
    }

    private static async Task<string> HashAsync(ChangeEntry entry, ItemCursor items)
    {
        using var hash = new ChangeHash(entry);
        while (items.Revision == entry.Revision)
        {
            hash.Add(items.Item);
            await items.MoveAsync();
        }

        return hash.End();
    }

    private Breach? End(long? strayItem, long revision) =>
        strayItem is { } stray ? new(stray, "has items and no entry")
        : next <= revision ? new(next, $"its entry is missing; the configuration is at revision {revision}")
        : next > revision + 1 ? new(revision + 1, $"has an entry, and the configuration is at revision {revision}")
        : !expectedSeen ? new(revision, $"no entry up to this one has the hash {expected}: the chain is another one than it was")
        : null;

    private Audit Result(Breach? breach) => new(next - FirstRevision, unhashed, head, breach);

    private sealed class ItemCursor(IAsyncEnumerator<(long Revision, ChangeItem Item)> items) : IAsyncDisposable
    {
        /// <summary>The revision of the item that it stands at; null behind the last.</summary>
        public long? Revision { get; private set; }

        public ChangeItem Item => items.Current.Item;

        public async ValueTask MoveAsync() => Revision = await items.MoveNextAsync() ? items.Current.Revision : null;

        public ValueTask DisposeAsync() => items.DisposeAsync();
    }
}
