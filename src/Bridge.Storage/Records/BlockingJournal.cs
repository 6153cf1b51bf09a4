using Bridge.Storage.Projects;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>
/// A journal's connection to a database that answers on the thread that asks. The statements are the database's own, for a
/// parameter object for each of forty columns costs more than writing the row.
/// </summary>
internal sealed class BlockingJournal : JournalConnection
{
    private readonly Provider provider;
    private readonly IAsyncDisposable connection;
    private readonly Func<string, Statement> prepare;
    private readonly Func<bool> inTransaction;
    private readonly SemaphoreSlim turn;
    private readonly Dictionary<string, Statement> statements = [];
    private readonly Statement insert;

    public BlockingJournal(Provider provider, IAsyncDisposable connection, Func<string, Statement> prepare, Func<bool> inTransaction, SemaphoreSlim turn)
    {
        (this.provider, this.connection, this.prepare, this.inTransaction, this.turn) = (provider, connection, prepare, inTransaction, turn);
        insert = Prepared($"INSERT INTO exchanges ({ExchangeColumns.Names}) VALUES ({string.Join(", ", ExchangeColumns.All.Select((_, i) => $"${i + 1}"))})");
    }

    public override ValueTask<bool> TryAsync(Attempt attempt)
    {
        turn.Wait();
        try
        {
            Used = true;
            Prepared("BEGIN IMMEDIATE").Execute();
            return new(Try(attempt));
        }
        finally
        {
            turn.Release();
        }
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        return connection.DisposeAsync();
    }

    private bool Try(Attempt attempt)
    {
        var committed = false;
        try
        {
            if (attempt.Superseded(Prepared("SELECT number FROM revision").Number()) || Moved(attempt) || Lost(attempt))
                return false;
            if (attempt.Recorded.Count == 0)
                return true;
            foreach (var entry in attempt.Recorded)
                Insert(entry);
            attempt.Committing = true;
            Prepared("COMMIT").Execute();
            return committed = true;
        }
        finally
        {
            // A statement that failed may have rolled back already.
            if (!committed && inTransaction())
                Prepared("ROLLBACK").Execute();
        }
    }

    private bool Moved(Attempt attempt)
    {
        var pins = Prepared(ProjectPins.Sql);
        foreach (var entry in attempt.Seeing)
        {
            pins.Bind(ProjectPins.Values(entry.Entry.Seen!.Query));
            while (pins.Read())
                attempt.Found(entry, ProjectPins.Read(pins));
        }

        return attempt.Lost;
    }

    private bool Lost(Attempt attempt)
    {
        foreach (var guard in attempt.Guards)
        {
            var statement = Prepared(Guard.Sql(guard.Kind));
            for (var i = 0; i < guard.Values.Length; i++)
                statement.Bind(i + 1, provider.Value(guard.Values[i]));
            attempt.Met(guard, statement.Execute());
        }

        return attempt.Lost;
    }

    private void Insert(PendingEntry entry)
    {
        var columns = ExchangeColumns.All;
        for (var i = 0; i < columns.Length; i++)
            insert.Bind(i + 1, provider.Value(columns[i].Value(entry.Entry.Record)));
        insert.Execute();
    }

    private Statement Prepared(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements[sql] = statement = prepare(sql);
        return statement;
    }
}
