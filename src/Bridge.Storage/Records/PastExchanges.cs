using System.Data.Common;
using System.Runtime.CompilerServices;
using Bridge.Records;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>The records as they can be decided again, read without the entity model between and only the columns that it takes.</summary>
public sealed class PastExchanges
{
    /// <summary>Each page is a statement of its own, so that no long one keeps PostgreSQL or SQLite from cleaning up behind it.</summary>
    private const int Rows = 1000;

    private const string Columns = """
        SELECT id, at, revision, address = '', reason, reason_name, client, unverified_request, relying_party, rule, subject, claims, claims_left_out FROM exchanges
        """;

    private readonly Provider provider;

    internal PastExchanges(Provider provider) => this.provider = provider;

    /// <summary>One of them, or null.</summary>
    public Task<PastExchange?> FindAsync(Guid id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var command = provider.Command(connection, null, Columns + " WHERE id = $1", id);
        return (await ReadAsync(command, ct)).SingleOrDefault();
    });

    /// <summary>All that were made from <paramref name="since"/> until now, in the order of their ids, which is that of time.</summary>
    /// <exception cref="Bridge.Configuration.StoreUnavailableException">The database cannot answer.</exception>
    public async IAsyncEnumerable<PastExchange> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var connection = await Outage.GuardAsync(provider, () => provider.OpenAsync(ConnectionUse.Read, ct));
        await using var closing = connection;
        await using var command = provider.Command(connection, null, Columns + " WHERE id > $1 ORDER BY id LIMIT $2", Retention.FirstIdOf(since), Rows);
        for (var full = true; full;)
        {
            var page = await Outage.GuardAsync(provider, () => ReadAsync(command, ct));
            foreach (var record in page)
                yield return record;
            full = page.Count == Rows;
            if (full)
                command.Parameters[0].Value = provider.Value(page[^1].Id);
        }
    }

    /// <summary>The newest of those that a filter lets through, in the order of time.</summary>
    /// <exception cref="Bridge.Configuration.StoreUnavailableException">The database cannot answer.</exception>
    public async IAsyncEnumerable<PastExchange> NewestAsync(ExchangeFilter filter, int count, [EnumeratorCancellation] CancellationToken ct)
    {
        var connection = await Outage.GuardAsync(provider, () => provider.OpenAsync(ConnectionUse.Read, ct));
        await using var closing = connection;
        var ids = await Outage.GuardAsync(provider, () => new NewestExchanges(provider, connection, filter, before: null).IdsAsync(count, ct));
        ids.Reverse();
        foreach (var some in ids.Chunk(Rows))
        {
            await using var command = provider.Command(connection, null, $"{Columns} WHERE id IN ({string.Join(", ", some.Select((_, i) => $"${i + 1}"))}) ORDER BY id", [.. some.Cast<object?>()]);
            foreach (var record in await Outage.GuardAsync(provider, () => ReadAsync(command, ct)))
                yield return record;
        }
    }

    private async Task<List<PastExchange>> ReadAsync(DbCommand command, CancellationToken ct)
    {
        var page = new List<PastExchange>(Rows);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            page.Add(new PastExchange
            {
                Id = provider.Id(reader, 0),
                At = provider.Time(reader, 1),
                Revision = reader.GetInt64(2),
                Blanked = reader.GetBoolean(3),
                Reason = Text(reader, 4),
                ReasonName = Text(reader, 5),
                Client = Text(reader, 6),
                Request = Text(reader, 7),
                RelyingParty = Text(reader, 8),
                Rule = Text(reader, 9),
                Subject = Text(reader, 10),
                Claims = reader.IsDBNull(11) ? (ReadOnlyMemory<byte>?)null : reader.GetFieldValue<byte[]>(11),
                ClaimsLeftOut = TextList.Read(reader.GetString(12)),
            });
        }

        return page;
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
