using Bridge.Refusals;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

public sealed class SqliteAgreementTests(SqliteWorld world) : AgreementContract<SqliteWorld>(world);

public sealed class PostgreSqlAgreementTests(PostgreSqlWorld world) : AgreementContract<PostgreSqlWorld>(world);

/// <summary>
/// A refusal for each reason from the mandatory conditions on, made over HTTP. That its record, decided again, is refused for the
/// same is asserted with every exchange (<see cref="Agreement"/>).
/// </summary>
public abstract class AgreementContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    protected override string Yaml(World world) => Issuer(world.GitLab, "mandatory: { runner_environment: { not: elsewhere } }") + """
        relying_parties:
          - { id: all, audience: 'https://all.test', scopes: [read, write], rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: off, audience: 'https://off.test', enabled: false, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: robots, audience: 'https://robots.test', clients: [robot], rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: old, audience: 'https://old.test', kinds: [v2], rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: enrolled, audience: 'https://enrolled.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: deny, audience: 'https://deny.test', rules: [{ id: none, effect: deny, everyone: true }] }
          - { id: main, audience: 'https://main.test', rules: [{ id: main, effect: allow, when: { ref: main } }] }
          - { id: strong, audience: 'https://strong.test', required_components: [project_id], rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: forks, audience: 'https://forks.test', rules: [{ id: all, effect: allow, everyone: true, forks: allow }] }
          - { id: environment, audience: 'https://environment.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: source, audience: 'https://source.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: came, audience: 'https://came.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - id: groups
            audience: https://groups.test
            rules:
              - { id: old-group, effect: allow, when: { project_path: { glob: old-group/** } } }
              - { id: any, effect: allow, everyone: true }
          - { id: mapped, audience: 'https://mapped.test', rules: [{ id: all, effect: allow, everyone: true }], claims: { tier: { from: deployment_tier } } }
          - { id: named, audience: 'https://named.test', profile: kubernetes, prefix: 'ci:', enrolled_projects: false, rules: [{ id: all, effect: allow, everyone: true }], claims: { username: { from: environment } } }
          - { id: once, audience: 'https://once.test', replay: once, rules: [{ id: all, effect: allow, everyone: true }] }
        clients:
          - { id: robot, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }
        sub_components:
          - { id: environment, relying_party: environment, components: [project_id, environment] }
          - { id: source, relying_party: source, components: [source_project_id, project_id] }
          - { id: came, relying_party: came, as_it_came: true }

        """;

    [Fact]
    public void Every_reason_from_the_mandatory_conditions_on_has_its_row() => Assert.Empty(
        Enum.GetValues<Reason>().Where(reason => reason is >= Reason.MandatoryConditionFailed and <= Reason.SubjectTokenUsed).Except(RefusedJob.ByReason.Keys).Except(RefusedJob.Elsewhere));

    [Theory]
    [MemberData(nameof(RefusedJob.Reasons), MemberType = typeof(RefusedJob))]
    public async Task Refusal_comes_to_the_same_when_its_record_is_decided_again(Reason reason)
    {
        var refusal = RefusedJob.ByReason[reason];
        var project = World.NewProjectId();
        var path = $"my-group/p{project}";
        var first = JobOf(project, reason == Reason.GroupMoved ? $"old-group/p{project}" : path);
        if (refusal.Before is { } before)
            await GrantedAsync(first, $"https://{before}.test");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var claims = refusal.Claims.Select(claim => (claim.Name, Value: claim.Name == "exp" ? Clock.GetUtcNow().ToUnixTimeSeconds() + 10 : claim.Value?.DeepClone()));
        var token = refusal.SameToken ? first : JobOf(refusal.Other ? World.NewProjectId() : project, path, claims);

        var (status, text) = await ExchangeAsync(token, refusal);

        Assert.True(status >= 400, text);
        var record = (await RecordsAsync(Bridge)).MaxBy(one => one.At)!;
        Assert.Equal(RefusalTable.Of(reason).Code, record.Reason);
        await Agreement.AssertAsync(Bridge, record, null, Ct);
    }

    private async Task<(int Status, string Text)> ExchangeAsync(string token, RefusedJob refusal)
    {
        Disclosure.Watch(Bridge.Log);
        Disclosure.Keep(token);
        var response = await Bridge.ExchangeAsync(token, refusal.Audience is null ? null : $"https://{refusal.Audience}.test", Ct, refusal.More ?? []);
        Disclosure.Saw(response);
        return ((int)response.Status, response.Text);
    }
}
