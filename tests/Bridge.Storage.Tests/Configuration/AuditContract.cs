using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteAuditTests : AuditContract<SqliteHome>;

public sealed class PostgreSqlAuditTests : AuditContract<PostgreSqlHome>;

/// <summary>What somebody may do to the change log who can write the database.</summary>
public abstract class AuditContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task A_log_that_nobody_touched_is_whole()
    {
        await ChangesAsync();

        var audit = await VerifyAsync();

        Assert.Null(audit.Broken);
        Assert.Equal((4, 0), (audit.Entries, audit.Unhashed));
        Assert.Equal((await EntryAsync(5)).Hash, audit.Head);
    }

    [Fact]
    public async Task An_empty_log_is_whole() => Assert.Equal(new Audit(0, 0, null, null), await VerifyAsync());

    [Theory]
    [InlineData("author = 'cli:somebody@else'")]
    [InlineData("why = NULL")]
    [InlineData("difference = ''")]
    [InlineData("file_hash = 'ff'")]
    [InlineData("warnings = '[]'")]
    [InlineData("hash = previous_hash")]
    public async Task A_changed_entry_is_found(string change)
    {
        await ChangesAsync();
        await ExecuteAsync($"UPDATE change_log SET {change} WHERE revision = 3");

        await FoundAsync(3, "was changed");
    }

    [Fact]
    public async Task A_changed_time_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("UPDATE change_log SET at = (SELECT at FROM change_log WHERE revision = 5) WHERE revision = 3");

        await FoundAsync(3, "was changed");
    }

    [Theory]
    [InlineData("after = '[]'")]
    [InlineData("before = NULL")]
    [InlineData("id = 'other'")]
    [InlineData("section = 'issuers'")]
    [InlineData("version = 9")]
    public async Task A_changed_item_is_found(string change)
    {
        await ChangesAsync();
        await ExecuteAsync($"UPDATE change_items SET {change} WHERE revision = 3 AND position = 1");

        await FoundAsync(3, "was changed");
    }

    [Fact]
    public async Task A_missing_item_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("DELETE FROM change_items WHERE revision = 3 AND position = 1");

        await FoundAsync(3, "was changed");
    }

    [Fact]
    public async Task An_item_put_in_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("INSERT INTO change_items (revision, position, section, id, version) VALUES (3, 7, 'clients', 'more', 1)");

        await FoundAsync(3, "was changed");
    }

    [Fact]
    public async Task Items_in_another_order_are_found()
    {
        await ChangesAsync();
        await ExecuteAsync("UPDATE change_items SET position = 9 WHERE revision = 3 AND position = 0");

        await FoundAsync(3, "was changed");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_missing_entry_is_found(int revision)
    {
        await ChangesAsync();
        await ExecuteAsync($"DELETE FROM change_items WHERE revision = {revision}");
        await ExecuteAsync($"DELETE FROM change_log WHERE revision = {revision}");

        await FoundAsync(revision, "is missing");
    }

    [Fact]
    public async Task A_missing_tail_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("DELETE FROM change_items WHERE revision >= 4");
        await ExecuteAsync("DELETE FROM change_log WHERE revision >= 4");

        await FoundAsync(4, "is missing; the configuration is at revision 5");
    }

    [Fact]
    public async Task A_missing_tail_under_a_revision_that_was_set_back_is_found_by_who_kept_the_head()
    {
        await ChangesAsync();
        var head = (await VerifyAsync()).Head;
        await ExecuteAsync("DELETE FROM change_items WHERE revision = 5");
        await ExecuteAsync("DELETE FROM change_log WHERE revision = 5");
        await ExecuteAsync("UPDATE revision SET number = 4");

        Assert.Null((await VerifyAsync()).Broken);
        await FoundAsync(4, "the chain is another one", head);
    }

    [Fact]
    public async Task A_head_that_was_kept_stays_in_the_chain()
    {
        await ChangesAsync();
        var head = (await VerifyAsync()).Head;
        await ChangeAsync("five");

        Assert.Null((await VerifyAsync(head)).Broken);
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        await ChangesAsync();
        foreach (var table in new[] { "change_log", "change_items" })
        {
            await ExecuteAsync($"UPDATE {table} SET revision = 99 WHERE revision = 3");
            await ExecuteAsync($"UPDATE {table} SET revision = 3 WHERE revision = 4");
            await ExecuteAsync($"UPDATE {table} SET revision = 4 WHERE revision = 99");
        }

        await FoundAsync(3, "follows one with the hash");
    }

    [Fact]
    public async Task An_entry_put_in_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("INSERT INTO change_log (revision, at, author, difference) SELECT 6, at, author, difference FROM change_log WHERE revision = 5");

        await FoundAsync(6, "has no hash");
    }

    [Fact]
    public async Task A_whole_entry_put_behind_the_revision_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("UPDATE revision SET number = 4");

        await FoundAsync(5, "the configuration is at revision 4");
    }

    [Fact]
    public async Task A_hash_that_was_taken_off_is_found()
    {
        await ChangesAsync();
        await ExecuteAsync("UPDATE change_log SET hash = NULL WHERE revision = 2");

        await FoundAsync(2, "has items and no hash");
    }

    [Fact]
    public async Task Items_without_an_entry_are_found()
    {
        await ChangesAsync();
        await ExecuteAsync("INSERT INTO change_items (revision, position, section, id, version) VALUES (1, 0, 'clients', 'early', 1)");

        await FoundAsync(1, "has items and no entry");
    }

    [Fact]
    public async Task What_was_logged_before_there_were_hashes_stands_before_the_chain()
    {
        await using (var context = Database.CreateContext())
        {
            context.ChangeLog.Add(new ChangeEntry { Revision = 2, At = Clock.GetUtcNow(), Author = "cli:old@host", Difference = "+ clients/old" });
            await context.SaveChangesAsync(Ct);
        }

        await ExecuteAsync("UPDATE revision SET number = 2");
        await ChangesAsync();

        var audit = await VerifyAsync();

        Assert.Equal((5, 1, null), (audit.Entries, audit.Unhashed, audit.Broken));
    }

    private async Task ChangesAsync()
    {
        foreach (var id in new[] { "one", "two", "three", "four" })
            await ChangeAsync(id);
    }

    private async Task ChangeAsync(string id)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        Definition[] put = [new(Section.Clients, "ci", 0, Samples.Map(("id", id))), new(Section.Mappings, "team", 0, Samples.Map(("id", id)))];
        var change = Samples.Change(await Database.Configuration.RevisionAsync(Ct), [.. put]) with { Why = "because", FileHash = "aa", Warnings = [new Warning("code", "path", "message")] };
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(change, Ct));
    }

    private Task<Audit> VerifyAsync(string? expected = null) => Database.History.VerifyAsync(expected, Ct);

    private async Task FoundAsync(long revision, string message, string? expected = null)
    {
        var broken = (await VerifyAsync(expected)).Broken;
        Assert.NotNull(broken);
        Assert.Equal(revision, broken.Revision);
        Assert.Contains(message, broken.Message, StringComparison.Ordinal);
    }

    private async Task<ChangeEntry> EntryAsync(long revision) => (await Database.History.EntryAsync(revision, Ct))!;

    private async Task ExecuteAsync(string sql)
    {
        await using var context = Database.CreateContext();
        Assert.NotEqual(0, await context.Database.ExecuteSqlRawAsync(sql, Ct));
    }
}
