using System.Collections.Immutable;
using Bridge.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class ApplierTests
{
    private const string Base = """
        issuers:
          - id: gitlab
            url: https://gitlab.example.com
            maximum_age: 1h
        relying_parties:
          - id: deploy
            audience: https://deploy.example.com
            rules:
              - {id: main, effect: allow, when: {ref: main}}
              - {id: tags, effect: allow, when: {ref_type: tag}}
        clients:
          - {id: robot, secret_sha256: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]}
        sub_components:
          - {id: default, components: [project_path, ref_type, ref]}
          - {id: own, issuer: gitlab, project_id: "20", components: [project_id]}
        projects:
          - {issuer: gitlab, project_id: "20"}
          - {issuer: gitlab, project_id: "21"}
        """;

    private readonly Applied applied = new();

    [Fact]
    public async Task One_change_carries_author_hash_and_difference()
    {
        await applied.CommitAsync(Base);
        var change = Assert.Single(applied.Store.Changes);
        Assert.Equal(("cli:root@host", "abc123", 1L), (change.Author, change.FileHash, change.Revision));
        Assert.Equal(7, change.Difference.Length);
        Assert.Equal(3, change.Put.Length);
        Assert.Equal(2, change.PutTemplates.Length);
        Assert.Equal(2, change.Enrol.Length);
    }

    [Theory]
    [InlineData("issuers: [{id: gitlab, url: 'https://gitlab.example.com', maximum_age: 30m, name: Git}]", "~ issuers/gitlab: maximum_age 1h → 30m, name + Git")]
    [InlineData("issuers: [{id: gitlab, url: 'https://gitlab.example.com'}]", "~ issuers/gitlab: maximum_age - 1h")]
    [InlineData("issuers: [{maximum_age: 1h, url: 'https://gitlab.example.com', id: gitlab}]", "")]
    [InlineData("issuers: [{id: other, url: 'https://other.example.com', subject_prefix: 'other:'}]", "+ issuers/other")]
    [InlineData("issuers: []\nprojects: []", "")]
    [InlineData("", "")]
    [InlineData("sub_components: [{id: own, issuer: gitlab, project_id: '20', components: [project_id, {claim: environment, missing: omit}], locked: true}]",
        "~ sub_components/own: components [project_id] → [project_id, {claim: environment, missing: omit}], locked + true")]
    [InlineData("sub_components: [{id: default, components: [project_path, ref_type, {claim: ref, missing: refuse}], overflow: refuse}]", "")]
    [InlineData("sub_components: {prune: true, items: [{id: own, issuer: gitlab, project_id: '20', components: [project_id]}]}", "- sub_components/default")]
    [InlineData("projects: {prune: true, items: [{issuer: gitlab, project_id: '21'}, {issuer: gitlab, project_id: '22'}]}", "+ projects/gitlab/22|- projects/gitlab/20")]
    [InlineData("clients: {prune: true, items: []}", "- clients/robot")]
    [InlineData("clients: {prune: false, items: []}", "")]
    [InlineData("relying_parties: [{id: deploy, audience: 'https://deploy.example.com', rules: [{id: tags, effect: allow, when: {ref_type: tag}}, {id: main, effect: allow, when: {ref: [main, release]}}]}]",
        "~ relying_parties/deploy: rules[main].when.ref main → [main, release], rules in another order")]
    [InlineData("relying_parties: [{id: deploy, audience: 'https://deploy.example.com', rules: [{id: main, effect: deny, when: {ref: main}}]}]",
        "~ relying_parties/deploy: rules[main].effect allow → deny, rules[tags] - {id: tags, effect: allow, when: {ref_type: tag}}")]
    public async Task The_difference_is_that_of_the_file_and_only_that_is_written(string yaml, string difference)
    {
        await applied.CommitAsync(Base);
        var dry = await applied.PlanAsync(yaml);
        Assert.Empty(dry.Mistakes);
        Assert.Equal(difference, string.Join('|', dry.Difference));
        Assert.Single(applied.Store.Changes);

        var plan = await applied.CommitAsync(yaml);
        Assert.Equal(dry.Difference, plan.Difference);
        Assert.Equal(difference.Length > 0, plan.Written);
        Assert.Empty((await applied.PlanAsync(yaml)).Difference);
    }

    [Fact]
    public async Task One_mistake_keeps_everything_from_being_written()
    {
        var plan = await applied.CommitAsync(Base + "\nmappings: [{id: sub, constant: x}]");
        Assert.False(plan.Written);
        Assert.Equal("line 19: mappings[sub]: sub is reserved: no mapping can fill it", Assert.Single(plan.Mistakes).ToString());
        Assert.Empty(applied.Store.Changes);
    }

    [Fact]
    public async Task More_than_ten_deletions_are_allowed_by_their_number()
    {
        await applied.CommitAsync(Base);
        applied.Store.Enrolled = [.. Enumerable.Range(100, 11).Select(id => new EnrolledProject("gitlab", $"{id}"))];
        const string Prune = "projects: {prune: true, items: []}";
        Assert.Equal("prune: 11 things would be deleted: allow it with --allow-delete 11", Assert.Single((await applied.CommitAsync(Prune)).Mistakes).ToString());
        Assert.Single((await applied.CommitAsync(Prune, allowDelete: 10)).Mistakes);
        Assert.True((await applied.CommitAsync(Prune, allowDelete: 11)).Written);
        Assert.Empty(applied.Store.Enrolled);
    }

    [Fact]
    public async Task Ten_deletions_need_no_word()
    {
        await applied.CommitAsync(Base);
        applied.Store.Enrolled = [.. Enumerable.Range(100, 10).Select(id => new EnrolledProject("gitlab", $"{id}"))];
        Assert.True((await applied.CommitAsync("projects: {prune: true, items: []}")).Written);
    }

    [Fact]
    public async Task What_is_still_referred_to_cannot_be_deleted()
    {
        await applied.CommitAsync(Base + "\nmappings: []");
        var plan = await applied.CommitAsync("issuers: {prune: true, items: []}");
        Assert.Equal(
            ["sub_components[own].issuer: there is no issuer gitlab", "projects[gitlab/20].issuer: there is no issuer gitlab", "projects[gitlab/21].issuer: there is no issuer gitlab"],
            plan.Mistakes.Select(mistake => mistake.ToString()));
    }

    [Theory]
    [InlineData("gitlab", "'new:'", "line 3: issuers[gitlab].id: gitlab was an issuer that was deleted: what belonged to it must not come to another, so choose a new id")]
    [InlineData("next", "''", "line 5: issuers[next].subject_prefix: is missing: gitlab had none once")]
    public async Task A_deleted_issuer_leaves_its_id_and_prefix_reserved(string id, string prefix, string mistake)
    {
        await applied.CommitAsync("issuers: [{id: gitlab, url: https://gitlab.example.com}]");
        await applied.CommitAsync("issuers: {prune: true, items: []}");
        var plan = await applied.CommitAsync($"\nissuers:\n  - id: {id}\n    url: https://new.example.com\n    subject_prefix: {prefix}");
        Assert.Equal([mistake], plan.Mistakes.Select(each => each.ToString()));
    }

    [Fact]
    public async Task A_deleted_issuer_leaves_a_prefix_of_words_reserved()
    {
        applied.Store.Source = applied.Store.Source with { PrefixOwners = ImmutableDictionary<string, string>.Empty.Add("eu:", "old") };
        var plan = await applied.PlanAsync("issuers: [{id: new, url: 'https://new.example.com', subject_prefix: 'eu:'}]");
        Assert.Equal("eu: was once the prefix of old and stays reserved", Assert.Single(plan.Mistakes).Message);
        applied.Store.Source = applied.Store.Source with { PrefixOwners = ImmutableDictionary<string, string>.Empty.Add("eu:", "new") };
        Assert.Equal("id", Assert.Single((await applied.PlanAsync("issuers: [{id: new, url: 'https://new.example.com', subject_prefix: 'eu:'}]")).Mistakes).Path.Split('.')[^1]);
    }

    [Fact]
    public async Task An_issuer_may_take_a_prefix_of_its_own_again()
    {
        await applied.CommitAsync("issuers: [{id: gitlab, url: 'https://gitlab.example.com', subject_prefix: 'a:'}]");
        await applied.CommitAsync("issuers: [{id: gitlab, url: 'https://gitlab.example.com', subject_prefix: 'b:'}]");
        Assert.True((await applied.CommitAsync("issuers: [{id: gitlab, url: 'https://gitlab.example.com', subject_prefix: 'a:'}]")).Written);
    }

    [Fact]
    public async Task The_end_of_a_removed_kind_is_checked_when_it_is_written_and_not_when_it_is_loaded()
    {
        const string Yaml = "issuers: [{id: gitlab, url: 'https://gitlab.example.com', iss: [{iss: gitlab.example.com, kinds: [v1]}, 'https://gitlab.example.com'], legacy: {v1: {until: 2099-01-01}}}]";
        Assert.Equal("must be within 180 days: 2027-06-30 at the latest", Assert.Single((await applied.PlanAsync(Yaml)).Mistakes).Message);
        var definition = ((Node.List)Bridge.Server.Apply.YamlDocument.Read(Yaml).Root!.Find("issuers")!.Value).Items[0];
        var source = applied.Store.Source with { Definitions = [new Definition(Section.Issuers, "gitlab", 1, (Node.Map)definition)] };
        Assert.NotNull(Applied.Compiler.Load(source, new Bridge.Keys.KeyRing([])).Configuration);
    }

    [Fact]
    public async Task After_a_race_the_file_is_planned_again()
    {
        await applied.CommitAsync("issuers: [{id: gitlab, url: 'https://gitlab.example.com'}]");
        applied.Store.BeforeChange = () =>
        {
            applied.Store.BeforeChange = null;
            applied.Store.Enrolled = [new EnrolledProject("gitlab", "20")];
            applied.Store.Source = applied.Store.Source with { Revision = 7 };
        };
        var plan = await applied.CommitAsync("projects: [{issuer: gitlab, project_id: '20'}, {issuer: gitlab, project_id: '21'}]");
        Assert.Equal((true, 7L), (plan.Written, plan.Revision));
        Assert.Equal(["+ projects/gitlab/21"], plan.Difference);
    }

    [Fact]
    public async Task Races_without_end_are_an_outage()
    {
        applied.Store.BeforeChange = () => applied.Store.Source = applied.Store.Source with { Revision = applied.Store.Source.Revision + 1 };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => applied.CommitAsync(Base));
        Assert.Empty(applied.Store.Changes);
    }

    [Fact]
    public async Task The_change_keeps_why_it_was_made_and_of_what_its_author_was_warned()
    {
        await applied.CommitAsync(Base);
        var plan = await applied.CommitAsync("sub_components: [{id: own, issuer: gitlab, project_id: '20', components: [project_id, ref]}]", why: "ticket 7");

        var change = applied.Store.Changes[^1];
        Assert.Equal("ticket 7", change.Why);
        Assert.Equal(["ref_without_ref_type"], change.Warnings.Select(warning => warning.Code));
        Assert.Equal(plan.Warnings, change.Warnings);
    }

    [Fact]
    public async Task What_the_file_does_not_name_is_not_warned_of()
    {
        await applied.CommitAsync("sub_components: [{id: weak, components: [project_id, ref]}]");

        Assert.Empty((await applied.PlanAsync("sub_components: [{id: fine, relying_party: x, components: [project_id]}]")).Warnings.Where(warning => warning.Path.Contains("weak", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Content_without_lines_is_warned_of_too()
    {
        await applied.CommitAsync(Base);
        var content = Bridge.Configuration.Applying.ApplyFile.Of("sub_components", """{"id":"own","issuer":"gitlab","project_id":"20","components":["project_id","ref"]}""");

        Assert.Equal(["ref_without_ref_type"], (await applied.PlanAsync(content)).Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u001b[2J")]
    public async Task A_reason_that_is_no_plain_line_is_a_mistake(string why)
    {
        var plan = await applied.CommitAsync(Base, why: why);

        Assert.Equal("why: must be one line of at most 1000 characters", Assert.Single(plan.Mistakes).ToString());
        Assert.Empty(applied.Store.Changes);
        Assert.Single((await applied.CommitAsync(Base, why: new string('x', 1001))).Mistakes);
        Assert.True((await applied.CommitAsync(Base, why: new string('x', 1000))).Written);
    }
}
