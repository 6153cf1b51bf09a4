using System.Text.Json.Nodes;
using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Server.Apply;
using Bridge.Server.Tests.Attacks;
using Bridge.Server.Tests.Simulator;
using Bridge.Testing;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

public sealed class SqliteImpactTests : ImpactContract
{
    protected override Task<BridgeServerOptions> OptionsAsync() => Task.FromResult(new BridgeServerOptions());
}

public sealed class PostgreSqlImpactTests : ImpactContract
{
    private PostgreSqlDatabase? database;

    public override async ValueTask DisposeAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<BridgeServerOptions> OptionsAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        database = await PostgreSqlDatabase.CreateAsync();
        return new BridgeServerOptions { PostgreSql = database.ConnectionString };
    }
}

/// <summary>
/// Over generated configurations, drafts and jobs: what an impact says before a draft is applied is what really happens to the
/// same jobs after it is.
/// </summary>
public abstract class ImpactContract : ExchangeTest
{
    private const int Worlds = 24;

    protected abstract Task<BridgeServerOptions> OptionsAsync();

    [Fact]
    public async Task What_a_draft_is_said_to_change_is_what_it_changes()
    {
        var clock = new ManualClock();
        await using var gitLab = await GitLabSimulator.StartAsync(time: clock, ct: Ct);
        var effects = new HashSet<ImpactEffect>();
        foreach (var world in Generated.Worlds.Sample(8, Cases.Seed, Worlds))
        {
            await using var bridge = await BridgeServer.StartAsync(await OptionsAsync() with { Time = clock }, Ct);
            await bridge.ApplyAsync(Issuer(gitLab) + world.InForce, Ct);
            var before = await ExchangeAsync(bridge, gitLab, clock, world.Jobs);

            var impact = await ImpactAsync(bridge, Issuer(gitLab) + world.Draft);

            await bridge.ApplyAsync(Issuer(gitLab) + world.Draft, Ct);
            var after = await ExchangeAsync(bridge, gitLab, clock, world.Jobs);
            Compare(world, before.Zip(after).ToList(), impact);
            effects.UnionWith(impact.Totals.Keys);
        }

        Assert.Superset(new HashSet<ImpactEffect> { ImpactEffect.Lost, ImpactEffect.Gained, ImpactEffect.Subject, ImpactEffect.Claims }, effects);
    }

    private static void Compare(GeneratedWorld world, List<(Answer Before, Answer After)> pairs, Impact impact)
    {
        var expected = pairs.Where(pair => Effect(pair) is not null)
            .GroupBy(pair => (Effect(pair)!.Value, pair.Before.Project, pair.Before.Subject, pair.After.Subject))
            .Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal);
        var told = impact.Groups
            .GroupBy(group => (group.Kind.Effect, group.Kind.ProjectId, group.Kind.SubjectBefore, group.Kind.SubjectAfter))
            .Select(group => $"{group.Key} {group.Sum(one => one.Count)}").Order(StringComparer.Ordinal);

        Assert.True(expected.SequenceEqual(told), $"{world}\n{string.Join('\n', expected)}\nbut told\n{string.Join('\n', told)}");
        Assert.Equal(pairs.Count, impact.Records);
        Assert.Empty(impact.Undecided);
        Assert.Equal(pairs.Count(pair => Effect(pair) is null && pair.Before.Reason != pair.After.Reason), impact.RefusedOtherwise);
        Assert.Equal(pairs.Count, impact.Same + impact.RefusedOtherwise + impact.Totals.Values.Sum(total => total.Exchanges));
    }

    private static ImpactEffect? Effect((Answer Before, Answer After) pair) => pair switch
    {
        ({ Subject: null }, { Subject: null }) => null,
        (_, { Subject: null }) => ImpactEffect.Lost,
        ({ Subject: null }, _) => ImpactEffect.Gained,
        var (before, after) when before.Subject != after.Subject => ImpactEffect.Subject,
        var (before, after) when before.Claims != after.Claims => ImpactEffect.Claims,
        var (before, after) when before.Terms != after.Terms => ImpactEffect.Terms,
        _ => null,
    };

    private static async Task<Impact> ImpactAsync(BridgeServer bridge, string yaml)
    {
        var engine = bridge.Engine;
        var file = new ApplyFile(YamlDocument.Read(yaml).Root!, "");
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time)
            .DraftAsync(file, (await engine.Configurations.CurrentAsync(Ct)).Keys, Ct);
        Assert.Empty(plan.Mistakes);
        var since = engine.Time.GetUtcNow().AddDays(-30);
        return await engine.DryRun.ImpactAsync(engine.Database.PastExchanges.SinceAsync(since, Ct), draft!, null, Ct);
    }

    private async Task<List<Answer>> ExchangeAsync(BridgeServer bridge, GitLabSimulator gitLab, ManualClock clock, IEnumerable<GeneratedJob> jobs)
    {
        var answers = new List<Answer>();
        string? token = null;
        foreach (var job in jobs)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            token = job.Again && token is not null ? token : gitLab.Mint(bridge.Issuer, claims: job.Claims);
            var response = await SendAsync(bridge, token, $"https://{job.RelyingParty}.test");
            var claims = response.AccessToken is { } issued ? DecodedToken.Read(issued).Claims : null;
            var project = DecodedToken.Read(token).Claims["project_id"]!.GetValue<string>();
            answers.Add(new Answer(project, response.Reason, claims?["sub"]!.GetValue<string>(), Claims(claims), Terms(claims)));
        }

        return answers;
    }

    private static string? Claims(JsonObject? claims) => claims is null ? null : string.Join(' ', claims.Where(claim => claim.Key is "ref" or "team").Select(claim => $"{claim.Key}={claim.Value}"));

    private static string? Terms(JsonObject? claims) =>
        claims is null ? null : $"{claims["aud"]} {claims["scope"]} {claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>()}";

    private sealed record Answer(string Project, string? Reason, string? Subject, string? Claims, string? Terms);
}
