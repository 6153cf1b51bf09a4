using System.Collections.Immutable;
using Bridge.Configuration.History;
using Bridge.Keys;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Keys;

/// <summary>The signing keys in the database; their private parts only as they were wrapped.</summary>
internal sealed class SigningKeyStore(Provider provider, TimeProvider time) : ISigningKeyStore
{
    public Task<ImmutableArray<StoredKey>> ChangeAsync(Func<ImmutableArray<StoredKey>, ImmutableArray<StoredKey>> change, string author, CancellationToken ct) =>
        Outage.GuardAsync(provider, async () =>
        {
            await using var transaction = await ChangeTransaction.BeginAsync(provider, ct);
            var rows = await transaction.Context.SigningKeys.OrderBy(row => row.Algorithm).ThenBy(row => row.Generation).ToListAsync(ct);
            ImmutableArray<StoredKey> before = [.. rows.Select(KeyRows.Read)];
            var after = change(before);
            var difference = KeyRows.Difference(before, after);
            if (difference.IsEmpty)
                return before;
            Write(transaction.Context, rows, after);
            foreach (var item in KeyRows.Items(before, after, await transaction.LastVersionsAsync(ChangeItem.SigningKeys, before.Concat(after).Select(KeyRows.Id).Distinct(), ct)))
                transaction.Add(item);
            await transaction.CommitAsync(new ChangeNote(time.GetUtcNow(), author, difference), ct);
            return after;
        });

    private static void Write(BridgeDbContext context, List<SigningKeyRow> rows, ImmutableArray<StoredKey> after)
    {
        foreach (var key in after)
        {
            if (rows.Find(row => row.Algorithm == key.Algorithm && row.Generation == key.Generation) is { } row)
                context.Entry(row).CurrentValues.SetValues(KeyRows.Of(key));
            else
                context.SigningKeys.Add(KeyRows.Of(key));
        }

        context.SigningKeys.RemoveRange(rows.Where(row => !after.Any(key => key.Algorithm == row.Algorithm && key.Generation == row.Generation)));
    }
}
