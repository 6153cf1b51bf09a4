using Bridge.Refusals;
using Bridge.Server.Tests.Simulator;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

public sealed class SqliteReplayTests(SqliteWorld world) : ReplayContract<SqliteWorld>(world);

public sealed class PostgreSqlReplayTests(PostgreSqlWorld world) : ReplayContract<PostgreSqlWorld>(world);

/// <summary>A relying party that takes each CI token once.</summary>
public abstract class ReplayContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private const string Once = "https://once.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: once, audience: 'https://once.test', replay: once, rules: [{ id: main, effect: allow, when: { ref: main } }] }
          - { id: other, audience: 'https://other.test', replay: once, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: unlimited, audience: 'https://unlimited.test', rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Fact]
    public async Task The_second_use_of_a_token_is_refused_and_recorded()
    {
        var token = Job();
        var granted = await GrantedAsync(token, Once);
        var record = await RefusedAsync(Reason.SubjectTokenUsed, token, Once);

        Assert.Equal(granted.Record.SubjectTokenId, record.SubjectTokenId);
        Assert.Equal(granted.Record.SubjectTokenHash, record.SubjectTokenHash);
        Assert.NotEqual(granted.Record.Id, record.Id);
    }

    [Fact]
    public async Task The_same_jti_signed_anew_is_the_same_token()
    {
        var id = Guid.NewGuid().ToString();
        await GrantedAsync(Job([("jti", id)]), Once);

        await RefusedAsync(Reason.SubjectTokenUsed, Job([("jti", id), ("job_id", "7")]), Once);
    }

    [Fact]
    public async Task A_use_for_one_relying_party_is_none_for_another()
    {
        var token = Job();

        await GrantedAsync(token, Once);
        await GrantedAsync(token, "https://other.test");
        await GrantedAsync(token, "https://unlimited.test");
        await GrantedAsync(token, "https://unlimited.test");
        await RefusedAsync(Reason.SubjectTokenUsed, token, "https://other.test");
    }

    [Fact]
    public async Task A_refusal_does_not_use_a_token_up()
    {
        var id = Guid.NewGuid().ToString();
        await RefusedAsync(Reason.NoRuleMatched, Job([("jti", id), ("ref", "feature")]), Once, "main", "feature");

        await GrantedAsync(Job([("jti", id)]), Once);
    }

    [Fact]
    public async Task A_used_token_stays_used_for_as_long_as_its_leeway_lasts()
    {
        var token = GitLab.Mint(new TokenRequest { Audience = Bridge.Issuer, Lifetime = 60 });
        await GrantedAsync(token, Once);

        Clock.Advance(TimeSpan.FromSeconds(20));
        await Bridge.Engine.Database.CleanAsync(Ct);
        await RefusedAsync(Reason.SubjectTokenUsed, token, Once);
        Clock.Advance(TimeSpan.FromSeconds(69));
        await Bridge.Engine.Database.CleanAsync(Ct);
        await RefusedAsync(Reason.LifetimeTooShort, token, Once, "30", "0");
    }

    [Fact]
    public async Task A_running_server_forgets_by_itself_what_is_of_no_use_any_more()
    {
        await GrantedAsync(Job(), Once);
        Assert.True(await MarksAsync() > 0);

        Clock.Advance(TimeSpan.FromHours(3));

        await Eventually.IsTrueAsync(async () => await MarksAsync() == 0, Ct);
        await GrantedAsync(Job(), Once);

        async Task<int> MarksAsync()
        {
            await using var context = Bridge.Engine.Database.CreateContext();
            return await context.ReplayMarks.CountAsync(Ct);
        }
    }

    [Fact]
    public async Task Of_64_uses_at_once_exactly_one_gets_a_token()
    {
        var token = Job();
        var before = await CountAsync(Bridge);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => SendAsync(Bridge, token, Once)));

        Assert.Single(answers, answer => answer.AccessToken is not null);
        Assert.Equal(63, answers.Count(answer => answer.Reason == "subject_token_used"));
        Assert.Equal(before + 64, await CountAsync(Bridge));
        Assert.Single(await RecordsAsync(Bridge), record => record.Granted && record.SubjectTokenId == ReadId(token));
    }

    [Fact]
    public async Task Over_two_servers_on_one_database_exactly_one_of_64_uses_gets_a_token()
    {
        await using var second = await World.SecondNodeAsync(Ct);
        var token = Job();
        var before = await CountAsync(Bridge);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => SendAsync(number % 2 == 0 ? Bridge : second, token, Once)));

        Assert.Single(answers, answer => answer.AccessToken is not null);
        Assert.Equal(63, answers.Count(answer => answer.Reason == "subject_token_used"));
        Assert.Equal(before + 64, await CountAsync(second));
    }

    private static string ReadId(string token) => DecodedToken.Read(token).Claims["jti"]!.GetValue<string>();
}
