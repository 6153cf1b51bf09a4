using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Bridge.Testing;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

/// <summary>
/// PostgreSQL sacrifices one of several transactions that are in each other's way. Here it does because a trigger says so; that
/// is counted by a sequence, which no rollback sets back.
/// </summary>
public sealed class PostgreSqlConflictTests : StoreContract<PostgreSqlHome>
{
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";
    private const string AtTheRow = "TRIGGER failing BEFORE INSERT ON exchanges FOR EACH STATEMENT";
    private const string AtTheCommit = "CONSTRAINT TRIGGER failing AFTER INSERT ON exchanges DEFERRABLE INITIALLY DEFERRED FOR EACH ROW";

    [Theory]
    [InlineData(SerializationFailure, AtTheRow)]
    [InlineData(DeadlockDetected, AtTheRow)]
    [InlineData(SerializationFailure, AtTheCommit)]
    public async Task What_was_sacrificed_to_another_transaction_is_written_again(string state, string when)
    {
        await FailAsync(state, when, times: 3);

        Assert.All(await Task.WhenAll(Entries()), outcome => Assert.Equal(CommitOutcome.Committed, outcome));

        Assert.Equal((8, 8, 8, 8), await CountsAsync());
    }

    [Fact]
    public async Task What_is_sacrificed_again_and_again_is_an_outage()
    {
        await FailAsync(SerializationFailure, AtTheRow, times: 1_000_000);

        foreach (var entry in Entries())
            await Assert.ThrowsAsync<StoreUnavailableException>(() => entry);

        Assert.Equal((0, 0, 0, 0), await CountsAsync());
    }

    // What became of it nobody knows, so it is not tried again.
    [Fact]
    public async Task A_commit_that_failed_otherwise_refuses_its_batch()
    {
        await Database.Journal.CommitAsync(Samples.Entry(), Ct);
        await FailAsync("P0001", AtTheCommit, times: 1);

        var failed = Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("lost"), pin: Samples.FirstSight("9", "a/9")), Ct).AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => failed);

        Assert.Equal((1, 0, 0, 0), await CountsAsync());
        Assert.All(await Task.WhenAll(Entries()), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    // Two transactions that write the same rows in one order wait for each other and never stand still.
    [Fact]
    public async Task Each_transaction_writes_marks_pins_and_paths_in_the_order_of_their_keys()
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE written (place bigserial, transaction bigint, kind int, name text COLLATE "C");
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO written (transaction, kind, name) VALUES (txid_current(), TG_ARGV[0]::int,
                    CASE TG_ARGV[0] WHEN '0' THEN encode((to_jsonb(NEW)->>'token_hash')::bytea, 'hex') WHEN '1' THEN to_jsonb(NEW)->>'project_id' ELSE to_jsonb(NEW)->>'path' END);
                RETURN NEW;
            END $$;
            CREATE TRIGGER noted AFTER INSERT ON replay_marks FOR EACH ROW EXECUTE FUNCTION note(0);
            CREATE TRIGGER noted AFTER INSERT ON project_pins FOR EACH ROW EXECUTE FUNCTION note(1);
            CREATE TRIGGER noted AFTER INSERT ON burned_paths FOR EACH ROW EXECUTE FUNCTION note(2);
            """, Ct);

        Assert.All(await Task.WhenAll(Entries(100)), outcome => Assert.Equal(CommitOutcome.Committed, outcome));

        var inOrder = await context.Database.SqlQueryRaw<bool>(
            """
            SELECT bool_and(place IS NOT DISTINCT FROM sorted) AS "Value" FROM (SELECT row_number() OVER (PARTITION BY transaction ORDER BY place) AS place,
                row_number() OVER (PARTITION BY transaction ORDER BY kind, name) AS sorted FROM written) AS rows
            """).SingleAsync(Ct);
        Assert.True(inOrder);
        Assert.Equal((100, 100, 100, 100), await CountsAsync());
    }

    // What was decided before a change is either on disk before it, or decided again: never in between.
    [Fact]
    public async Task A_change_waits_for_the_records_that_are_being_written_under_the_revision_before()
    {
        await using var context = Database.CreateContext();
        await context.Database.OpenConnectionAsync(Ct);
        await context.Database.ExecuteSqlRawAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(99); RETURN NEW; END $$;
            CREATE TRIGGER waiting BEFORE INSERT ON exchanges FOR EACH STATEMENT EXECUTE FUNCTION wait();
            SELECT pg_advisory_lock(99);
            """, Ct);
        var record = Database.Journal.CommitAsync(Samples.Entry(), Ct).AsTask();
        await Eventually.IsTrueAsync(async () => await WaitingAsync() == 1, Ct);

        var change = Node().Configuration.ChangeAsync(Samples.Change(1), Ct);
        await Eventually.IsTrueAsync(async () => change.IsCompleted || await WaitingAsync() == 2, Ct);

        Assert.False(change.IsCompleted, "The change went past a record that was decided before it.");
        await context.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(99)", Ct);
        Assert.Equal((CommitOutcome.Committed, ChangeOutcome.Written), (await record, await change));

        Task<int> WaitingAsync() => context.Database.SqlQueryRaw<int>(
            """SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""").SingleAsync(Ct);
    }

    private List<Task<CommitOutcome>> Entries(int count = 8) =>
        [.. Enumerable.Range(0, count).Select(i => Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"jti-{i}"), pin: Samples.FirstSight($"{i}", $"a/{i}")), Ct).AsTask())];

    private async Task FailAsync(string state, string when, int times)
    {
        var sql = $"""
            CREATE SEQUENCE failures;
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('failures') <= {times} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{state}'; END IF;
                RETURN NEW;
            END $$;
            CREATE {when} EXECUTE FUNCTION fail();
            """;
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Ct);
    }
}
