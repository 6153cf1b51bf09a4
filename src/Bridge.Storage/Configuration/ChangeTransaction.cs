using System.Data.Common;
using System.Globalization;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>
/// A transaction that holds the revision: no exchange decided under it can be recorded beside, or after. Every change goes
/// through one: who writes adds an item for each thing that it touches, and the commit logs them in the chain of hashes.
/// </summary>
internal sealed class ChangeTransaction : IAsyncDisposable
{
    /// <summary>A change of 100,000 things may take the database longer than what an exchange waits for.</summary>
    private const int LongestStatement = 120;

    private readonly Provider provider;
    private readonly List<ChangeItem> items = [];
    private IDisposable? turn;
    private DbConnection? connection;
    private DbTransaction? transaction;

    private ChangeTransaction(Provider provider) => this.provider = provider;

    public long Revision { get; private set; }

    /// <summary>The tables, within the transaction.</summary>
    public BridgeDbContext Context { get; private set; } = null!;

    public static async Task<ChangeTransaction> BeginAsync(Provider provider, CancellationToken ct)
    {
        var change = new ChangeTransaction(provider);
        try
        {
            await change.BeginAsync(ct);
            return change;
        }
        catch
        {
            await change.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds what the change does to one thing.</summary>
    public void Add(ChangeItem item) =>
        items.Add(item with { Id = StoredText.Key(item.Id), Before = StoredText.Shown(item.Before), After = StoredText.Shown(item.After) });

    /// <summary>The last version of each of these things that had one, also of those that were deleted.</summary>
    public async Task<Dictionary<string, int>> LastVersionsAsync(string section, IEnumerable<string> ids, CancellationToken ct)
    {
        string[] keys = [.. ids.Select(StoredText.Key)];
        return keys.Length == 0 ? [] : await Context.ChangeItems.Where(row => row.Section == section && EF.Parameter(keys).Contains(row.Id))
            .GroupBy(row => row.Id).Select(rows => new { Id = rows.Key, Version = rows.Max(row => row.Version) })
            .ToDictionaryAsync(last => last.Id, last => last.Version, StringComparer.Ordinal, ct);
    }

    /// <summary>Inserts many rows in the fastest way that the database has.</summary>
    public Task InsertAsync(string table, string[] columns, IEnumerable<object?[]> rows, CancellationToken ct) =>
        provider.InsertAsync(connection!, transaction!, table, columns, rows, ct);

    /// <summary>Raises the revision, logs who did what, and commits.</summary>
    public async Task CommitAsync(ChangeNote note, CancellationToken ct)
    {
        (await Context.Revision.FindAsync([RevisionRow.OnlyId], ct))!.Number = Revision + 1;
        var entry = new ChangeEntry
        {
            Revision = Revision + 1,
            At = note.At,
            Author = StoredText.Shown(note.Author)!,
            Why = StoredText.Shown(note.Why),
            FileHash = note.FileHash,
            Difference = StoredText.Shown(string.Join('\n', note.Difference))!,
            Warnings = ChangeEntry.Keep(note.Warnings),
            PreviousHash = await Context.ChangeLog.OrderByDescending(row => row.Revision).Select(row => row.Hash).FirstOrDefaultAsync(ct),
        };
        Context.ChangeLog.Add(entry with { Hash = Hash(entry) });
        await Context.SaveChangesAsync(ct);
        await InsertAsync("change_items", ["revision", "position", "section", "id", "version", "before", "after"],
            items.Select((item, position) => new object?[] { entry.Revision, position, item.Section, item.Id, item.Version, item.Before, item.After }), ct);
        await transaction!.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (Context is not null)
            await Context.DisposeAsync();
        if (transaction is not null)
            await transaction.DisposeAsync();
        if (connection is not null)
            await connection.DisposeAsync();
        turn?.Dispose();
    }

    private string Hash(ChangeEntry entry)
    {
        using var hash = new ChangeHash(entry);
        items.ForEach(hash.Add);
        return hash.End();
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        turn = await provider.EnterWriteAsync(ct);
        connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        transaction = await provider.BeginWriteAsync(connection, ct);
        await using var command = provider.Command(connection, transaction, provider.LockRevisionForChange);
        Revision = Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        Context = provider.Context(connection);
        Context.Database.SetCommandTimeout(LongestStatement);
        await Context.Database.UseTransactionAsync(transaction, ct);
    }
}
