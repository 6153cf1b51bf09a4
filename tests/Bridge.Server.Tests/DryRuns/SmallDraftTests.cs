using System.Security.Cryptography;
using System.Text;
using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Server.Apply;
using Bridge.Server.Tests.Attacks;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

/// <summary>
/// An impact decides an exchange once where a draft leaves all that its decision reads as it is. Here a draft changes one thing,
/// each of those that a decision reads, and the exchange is told all the same.
/// </summary>
public sealed class SmallDraftTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Secret = "the-secret-of-a-robot";
    private const string Parent = "{ id: parent, issuer: main, project_id: '20', relying_party: forks, components: [job_project_id, project_id, ref] }";

    protected override string Yaml(World world) => Issuer(world.GitLab) + $$"""
        relying_parties:
          - { id: all, audience: 'https://all.test', scopes: [read], rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: enrolled, audience: 'https://enrolled.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: forks, audience: 'https://forks.test', rules: [{ id: all, effect: allow, everyone: true, forks: allow }] }
        mappings:
          - { id: team, constant: platform }
        sub_components:
          - { id: group, issuer: main, group: my-group, components: [project_id, ref_type, ref] }
          - {{Parent}}
        projects:
          - { issuer: main, project_id: '20' }

        """;

    public static TheoryData<string, string, string, string> Drafts => new()
    {
        { "nothing", "relying_parties: [{ id: all, audience: 'https://all.test', scopes: [read], rules: [{ id: all, effect: allow, everyone: true }] }]", "all", "" },
        { "a rule of the relying party", "relying_parties: [{ id: all, audience: 'https://all.test', scopes: [read], rules: [{ id: all, effect: deny, everyone: true }] }]", "all", "Lost" },
        { "another relying party", "relying_parties: [{ id: all, audience: 'https://all.test', scopes: [read], rules: [{ id: all, effect: deny, everyone: true }] }]", "enrolled", "" },
        { "the scopes of the relying party", "relying_parties: [{ id: all, audience: 'https://all.test', scopes: [write], rules: [{ id: all, effect: allow, everyone: true }] }]", "all", "Terms" },
        { "the client", "clients: [{ id: gitlab-ci, enabled: false }]", "all", "Lost" },
        { "a further mapping of the instance", "mappings: [{ id: branch, from: ref }]", "all", "Claims" },
        { "a mapping of the instance", "mappings: [{ id: team, constant: other }]", "all", "Claims" },
        { "no mapping of the instance any more", "mappings: { prune: true, items: [] }", "all", "Claims" },
        { "the template of the group", "sub_components: [{ id: group, issuer: main, group: my-group, components: [project_id, ref] }]", "all", "Subject" },
        { "a lock before the template of the group", "sub_components: [{ id: lock, locked: true, components: [project_id] }]", "all", "Subject" },
        { "a further template for the relying party", "sub_components: [{ id: further, issuer: main, group: my-group, relying_party: all, components: [project_id] }]", "all", "Subject" },
        { "no template of the group any more", $"sub_components: {{ prune: true, items: [{Parent}] }}", "all", "Subject" },
        { "another group's template in the place of the group's", $"sub_components: {{ prune: true, items: [{Parent}, {{ id: group, issuer: main, group: other, components: [project_id, ref_type, ref] }}] }}", "all", "Subject" },
        { "a template of the project", "sub_components: [{ id: own, issuer: main, project_id: '20', components: [project_id] }]", "all", "Subject" },
        { "the enrolment of the project", "projects: { prune: true, items: [] }", "enrolled", "Lost" },
        { "the template of the project that a fork's job ran in", $"sub_components: [{Parent.Replace(", ref]", "]", StringComparison.Ordinal)}]", "forks", "Subject" },
    };

    [Theory]
    [MemberData(nameof(Drafts))]
    public async Task Whatever_a_draft_changes_alone_is_told(string what, string draft, string party, string effect)
    {
        var since = Later();
        await GrantedAsync(Job(party == "forks" ? TokenPreset.ForkMergeRequest : TokenPreset.Branch), $"https://{party}.test");

        Assert.Equal((what, effect), (what, await EffectsAsync(draft, since)));
    }

    [Theory]
    [InlineData("enabled: false", "Lost")]
    [InlineData("mandatory: { ref: release }", "Lost")]
    [InlineData("subject_prefix: 'eu:'", "Subject")]
    [InlineData("name: Somebody", "")]
    public async Task So_is_what_it_changes_of_the_issuer(string change, string effect)
    {
        var since = Later();
        await GrantedAsync(Job(), "https://all.test");

        Assert.Equal(effect, await EffectsAsync(Issuer(GitLab, change), since));
    }

    [Theory]
    [InlineData("sub_components: [{ id: moved, issuer: main, group: new-group, components: [project_id] }]", "Lost Subject")]
    [InlineData("relying_parties: [{ id: enrolled, audience: 'https://enrolled.test', rules: [{ id: old, effect: deny, when: { project_path: { glob: old-group/** } } }] }]", "")]
    public async Task Of_a_project_that_moved_the_exchange_before_is_held_against_where_it_is_now(string draft, string effects)
    {
        var (since, project) = (Later(), World.NewProjectId());
        await GrantedAsync(JobOf(project, $"old-group/{project}"), "https://all.test");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(JobOf(project, $"new-group/{project}"), "https://all.test");

        var impact = await ImpactAsync(draft, since);

        Assert.Equal(effects, string.Join(' ', impact.Groups.OrderBy(group => group.First).Select(group => group.Kind.Effect)));
    }

    // The same token by two clients for a relying party that has been told meanwhile to take each once: only who comes first gets in.
    [Theory]
    [InlineData(false, "Lost 1, Gained 1")]
    [InlineData(true, "Gained 1, Lost 1")]
    public async Task Of_a_token_that_is_good_once_another_use_of_it_is_told_too(bool off, string effects)
    {
        var (since, id, robot) = (Later(), World.NewWord(), World.NewWord());
        string Party(string replay) => $"relying_parties: [{{ id: {id}, audience: 'https://{id}.test', replay: {replay}, rules: [{{ id: all, effect: allow, everyone: true }}] }}]\n";
        string Client(bool enabled) => $"clients: [{{ id: {robot}, enabled: {(enabled ? "true" : "false")}, secret_sha256: ['{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}'] }}]\n";
        await Bridge.ApplyAsync(Party("unlimited") + Client(enabled: true), Ct);
        var token = Job();
        await GrantedAsync(token, $"https://{id}.test", ("client_id", robot), ("client_secret", Secret));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(token, $"https://{id}.test");
        await Bridge.ApplyAsync(Party("once") + Client(enabled: !off), Ct);

        var impact = await ImpactAsync(Client(enabled: off), since);

        Assert.Equal(effects, string.Join(", ", impact.Groups.OrderBy(group => group.First).Select(group => $"{group.Kind.Effect} {group.Count}")));
    }

    private DateTimeOffset Later()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return Clock.GetUtcNow();
    }

    private async Task<string> EffectsAsync(string yaml, DateTimeOffset since)
    {
        var impact = await ImpactAsync(yaml, since);
        Assert.Equal(1, impact.Records);
        Assert.Empty(impact.Undecided);
        return string.Join(' ', impact.Groups.Select(group => group.Kind.Effect));
    }

    private async Task<Impact> ImpactAsync(string yaml, DateTimeOffset since)
    {
        var engine = Bridge.Engine;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time)
            .DraftAsync(new ApplyFile(YamlDocument.Read(yaml).Root!, ""), (await engine.Configurations.CurrentAsync(Ct)).Keys, Ct);
        Assert.Empty(plan.Mistakes);
        return await engine.DryRun.ImpactAsync(engine.Database.PastExchanges.SinceAsync(since, Ct), draft!, null, Ct);
    }
}
