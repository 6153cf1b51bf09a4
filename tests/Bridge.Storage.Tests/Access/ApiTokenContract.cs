using Bridge.Access;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Access;

public abstract class ApiTokenContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task A_token_is_found_by_its_hash_as_it_was_made()
    {
        foreach (var reach in new[] { Reach.Everything, new Reach.Project("main", "20"), new Reach.Group("main", "Acme/Web") })
        {
            var (token, text) = await MakeAsync(reach);
            Assert.Equal(token, await Database.ApiTokens.FindAsync(ApiTokenText.Hash(text), Ct));
            Assert.Equal(token, await Database.ApiTokens.FindAsync(token.Id, Ct));
        }

        Assert.Null(await Database.ApiTokens.FindAsync(ApiTokenText.Hash(ApiTokenText.Make()), Ct));
    }

    [Fact]
    public async Task The_token_itself_is_nowhere()
    {
        var (_, text) = await MakeAsync(Reach.Everything);

        await using var context = Database.CreateContext();
        var row = await context.ApiTokens.SingleAsync(Ct);
        Assert.Equal(ApiTokenText.Hash(text), row.Hash);
        Assert.DoesNotContain(text, (await context.ChangeLog.SingleAsync(Ct)).Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Making_and_revoking_are_logged_and_raise_the_revision()
    {
        var before = await Database.Configuration.RevisionAsync(Ct);
        var (token, _) = await MakeAsync(new Reach.Project("main", "20"));
        await Database.ApiTokens.RevokeAsync(token.Id, "cli:me@here", Ct);

        await using var context = Database.CreateContext();
        var log = await context.ChangeLog.OrderBy(row => row.Revision).ToListAsync(Ct);
        Assert.Equal([before + 1, before + 2], log.Select(row => row.Revision));
        Assert.Equal(["test", "cli:me@here"], log.Select(row => row.Author));
        Assert.StartsWith($"+ tokens/{token.Id}: robot, write over main/20, until ", log[0].Difference, StringComparison.Ordinal);
        Assert.StartsWith($"- tokens/{token.Id}", log[1].Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_good_no_more_and_is_revoked_once()
    {
        var (token, text) = await MakeAsync(Reach.Everything);
        Assert.True(token.IsGood(Clock.GetUtcNow()));

        Assert.NotNull(await Database.ApiTokens.RevokeAsync(token.Id, "test", Ct));
        Assert.Null(await Database.ApiTokens.RevokeAsync(token.Id, "test", Ct));
        Assert.False((await Database.ApiTokens.FindAsync(ApiTokenText.Hash(text), Ct))!.IsGood(Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Last_use_is_written_once_an_hour()
    {
        var (token, _) = await MakeAsync(Reach.Everything);
        var first = Clock.GetUtcNow();

        await Database.ApiTokens.UsedAsync(token, Ct);
        Clock.Advance(TimeSpan.FromMinutes(59));
        await Database.ApiTokens.UsedAsync((await Database.ApiTokens.FindAsync(token.Id, Ct))!, Ct);
        Assert.Equal(first, (await Database.ApiTokens.FindAsync(token.Id, Ct))!.LastUsedAt);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await Database.ApiTokens.UsedAsync((await Database.ApiTokens.FindAsync(token.Id, Ct))!, Ct);
        Assert.Equal(first.AddHours(1), (await Database.ApiTokens.FindAsync(token.Id, Ct))!.LastUsedAt);
    }

    [Fact]
    public async Task Tokens_are_listed_newest_first()
    {
        var (older, _) = await MakeAsync(Reach.Everything);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (newer, _) = await MakeAsync(Reach.Everything);

        Assert.Equal([newer, older], await Database.ApiTokens.ListAsync(null, 10, Ct));
        Assert.Equal([older], await Database.ApiTokens.ListAsync(newer.Id, 10, Ct));
    }

    private async Task<(ApiToken Token, string Text)> MakeAsync(Reach reach)
    {
        var (text, now) = (ApiTokenText.Make(), Clock.GetUtcNow());
        var token = new ApiToken { Id = Guid.CreateVersion7(now), Name = "robot", Right = Right.Write, Reach = reach, Author = "test", CreatedAt = now, ExpiresAt = now.AddDays(90) };
        await Database.ApiTokens.CreateAsync(token, ApiTokenText.Hash(text), Ct);
        return (token, text);
    }
}

public sealed class SqliteApiTokenTests : ApiTokenContract<SqliteHome>;

public sealed class PostgreSqlApiTokenTests : ApiTokenContract<PostgreSqlHome>;
