using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Tests.Attacks;
using Bridge.Subjects;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

/// <summary>
/// A draft is laid over what is in force: what the file leaves as it is are the very things in force, by which an impact knows for
/// which exchanges it makes no difference. A thing that is taken for the same and is not would hide a change.
/// </summary>
public sealed class DraftTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string One = "{ id: one, audience: 'https://one.test', rules: [{ id: main, effect: allow, when: { ref: main, ref_type: branch } }], claims: { ref: { from: ref } } }";
    private const string Mandatory = "mandatory: { ref_type: branch }";
    private const string Own = "{ id: own, issuer: main, project_id: '20', components: [project_id, ref_type, ref] }";

    protected override string Yaml(World world) => Issuer(world.GitLab, Mandatory) + $$"""
        relying_parties:
          - {{One}}
          - { id: two, audience: 'https://two.test', rules: [{ id: all, effect: allow, everyone: true }] }
        clients:
          - { id: robot, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }
        sub_components:
          - { id: group, issuer: main, group: my-group, components: [project_id, ref_type, ref] }
          - {{Own}}
        projects:
          - { issuer: main, project_id: '20' }

        """;

    public static TheoryData<string, string, string> Files => new()
    {
        { "a file that says what is stored changes nothing", $"relying_parties: [{One}]", "" },
        { "the order of a map's members changes nothing", "relying_parties: [{ audience: 'https://one.test', id: one, claims: { ref: { from: ref } }, rules: [{ effect: allow, id: main, when: { ref_type: branch, ref: main } }] }]", "" },
        { "a rule of a relying party", $"relying_parties: [{One.Replace("ref: main,", "ref: release,", StringComparison.Ordinal)}]", "one" },
        { "a mapping of a relying party", $"relying_parties: [{One.Replace("from: ref }", "from: sha }", StringComparison.Ordinal)}]", "one" },
        { "a mapping of the instance is one of every relying party", "mappings: [{ id: team, constant: platform }]", "one two" },
        { "a relying party that goes", "relying_parties: { prune: true, items: [{ id: two, audience: 'https://two.test', rules: [{ id: all, effect: allow, everyone: true }] }] }", "one" },
        { "an audience that goes to another relying party", "relying_parties: [{ id: one, audience: 'https://three.test', rules: [{ id: all, effect: allow, everyone: true }] }, { id: three, audience: 'https://one.test', rules: [{ id: all, effect: allow, everyone: true }] }]", "one" },
        { "a client", "clients: [{ id: robot, enabled: false, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }]", "robot" },
        { "the default client", "clients: [{ id: gitlab-ci, enabled: false }]", "gitlab-ci" },
        { "a template of a group", "sub_components: [{ id: group, issuer: main, group: my-group, components: [project_id] }]", "group" },
        { "the components of a project's template", $"sub_components: [{Own.Replace("ref_type, ref", "ref, ref_type", StringComparison.Ordinal)}]", "project" },
        { "the lock of a project's template", $"sub_components: [{Own.Replace(" }", ", locked: true }", StringComparison.Ordinal)}]", "project" },
        { "a further template of a project", "sub_components: [{ id: further, issuer: main, project_id: '20', relying_party: one, components: [project_id] }]", "project" },
        { "a project that is enrolled no more", "projects: { prune: true, items: [] }", "project" },
        { "another project", "projects: [{ issuer: main, project_id: '21' }]", "" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_a_file_leaves_as_it_is_are_the_very_things_in_force(string what, string file, string touched)
    {
        var inForce = await Bridge.Engine.Configurations.RefreshAsync(Ct);
        Assert.Equal((what, touched), (what, await TouchedAsync(file, inForce)));
    }

    [Fact]
    public async Task An_issuer_brings_its_mandatory_conditions_and_nobody_elses_things()
    {
        var inForce = await Bridge.Engine.Configurations.RefreshAsync(Ct);
        Assert.Equal("main", await TouchedAsync(Issuer(GitLab, "mandatory: { ref: main }"), inForce));
        Assert.Equal("main", await TouchedAsync(Issuer(GitLab), inForce));
        Assert.Equal("", await TouchedAsync(Issuer(GitLab, Mandatory), inForce));
    }

    [Fact]
    public async Task Over_another_revision_than_it_was_planned_for_a_draft_shares_nothing()
    {
        var before = await Bridge.Engine.Configurations.RefreshAsync(Ct);
        await Bridge.ApplyAsync("clients: [{ id: other, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }]", Ct);

        var over = (await DraftAsync("clients: [{ id: other, enabled: false, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }]")).Over(before);

        Assert.DoesNotContain(over.RelyingParties, before.RelyingParties.Contains);
        await Bridge.ApplyAsync("clients: { prune: true, items: [{ id: robot, secret_sha256: ['0000000000000000000000000000000000000000000000000000000000000000'] }] }", Ct);
    }

    private async Task<string> TouchedAsync(string yaml, ConfigurationInForce inForce)
    {
        var draft = await DraftAsync(yaml);
        var over = draft.Over(inForce);
        var issuer = Assert.Single(over.Issuers);
        var query = new ProjectQuery("main", "20", "my-group/my-project", null, null);
        var stored = await Bridge.Engine.Database.Configuration.FindProjectAsync(query, Ct);
        (string Name, bool Same)[] things =
        [
            ("main", ReferenceEquals(issuer, inForce.Issuers[0]) && over.MandatoryConditions(issuer) == inForce.MandatoryConditions(issuer)),
            .. inForce.RelyingParties.Select(party => (party.Id, ReferenceEquals(over.FindAudience(party.Audience), party))),
            .. inForce.Clients.Select(client => (client.Id, ReferenceEquals(over.FindClient(client.Id), client))),
            .. inForce.Templates.Select(template => (template.Id, ReferenceEquals(over.FindTemplate(TemplateScope.Of(template)), template))),
            ("project", ReferenceEquals(draft.Over(query, stored), stored)),
        ];
        return string.Join(' ', things.Where(thing => !thing.Same).Select(thing => thing.Name));
    }

    private async Task<Draft> DraftAsync(string yaml)
    {
        var engine = Bridge.Engine;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time)
            .DraftAsync(new ApplyFile(YamlDocument.Read(yaml).Root!, ""), (await engine.Configurations.CurrentAsync(Ct)).Keys, Ct);
        Assert.Empty(plan.Mistakes);
        return draft!;
    }
}
