using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Subjects;
using Bridge.Tests.Subjects;
using Xunit;

namespace Bridge.Tests.Configuration.Linting;

public sealed class LinterTests
{
    private const string Party = """{"id": "deploy", "audience": "d", "rules": [{"id": "a", "effect": "allow", "everyone": true}]}""";
    private const string ForkParty = """{"id": "deploy", "audience": "d", "rules": [{"id": "a", "effect": "allow", "everyone": true, "forks": "allow"}]}""";
    private const string ById = "no component names the project for good: its path can come to another project, and its sub with it";

    public static TheoryData<string, string> Components => new()
    {
        { "project_id ref_type ref", "" },
        { "project_path project_id ref_path", "" },
        { "source_project_id", "" },
        { "job_project_id ref_type", "" },
        { "project_path project_id?", "" },
        { "", "no_components: is missing: name at least the project" },
        { "project_id iss groups_direct", "unknown_claim: iss is no claim that a sub can be built of|unknown_claim: groups_direct is no claim that a sub can be built of" },
        { "ref project_id", "first_element: the first must name the project: project_path, project_id, job_project_path, job_project_id, source_project_path, source_project_id|ref_without_ref_type: a branch and a tag of one name give the same sub: add ref_type" },
        { "project_id ref_type ref_type", "duplicate_claim: ref_type stands twice" },
        { "project_id? ref_type?", "never_omitted: the first can never be omitted|never_omitted: ref_type can never be omitted" },
        { "project_id ref", "ref_without_ref_type: a branch and a tag of one name give the same sub: add ref_type" },
        { "project_id ref ref_path", "" },
        { "project_path ref_type ref", "no_immutable_id: " + ById },
        { "project_path namespace_id", "no_immutable_id: " + ById },
        { "project_id environment_protected? runner_id?", "subject_can_shrink: the shortest sub is project_id:…; whoever matches its beginning takes every job that lacks the rest" },
        { "project_id user_login", "user_chosen_claim: a user can change user_login at will" },
        { "project_id sha", "per_job_claim: sha is another one in every pipeline, job or commit, so no two subs are alike" },
    };

    [Theory]
    [MemberData(nameof(Components))]
    public void Finds_what_is_wrong_with_components(string components, string found) =>
        Assert.Equal(found, string.Join('|', Found([Templates.Of("t", components)], [], Party)));

    [Fact]
    public void What_is_wrong_is_told_at_its_place()
    {
        var compilation = Compiled.Lint([Templates.Of("t", "project_path iss")], [], (Section.RelyingParties, Party));
        Assert.Equal([new Mistake("sub_components[t].components[1]", "iss is no claim that a sub can be built of", 0, "unknown_claim")], compilation.Mistakes);
        Assert.Equal([new Warning("no_immutable_id", "sub_components[t].components", ById)], compilation.Warnings);
    }

    [Fact]
    public void What_GitLab_makes_is_GitLabs_choice() => Assert.Equal(
        ["no_immutable_id", "subject_can_shrink"],
        Compiled.Lint([Templates.Of("t", "") with { AsItCame = true }], []).Warnings.Select(warning => warning.Code));

    [Fact]
    public void Where_forks_are_let_in_the_fork_needs_an_id_too()
    {
        var template = Templates.Of("t", "job_project_id project_path ref_type");
        Assert.Empty(Found([template], [], Party));
        string[] told = ["no_immutable_id: forks are let in, and the fork or its parent is named by a path alone, which can come to another project, and the sub with it"];
        Assert.Equal(told, Found([template], [], ForkParty));
        Assert.Equal(told, Found([Templates.Of("t", "job_project_path project_id ref_type")], [], ForkParty));
        Assert.Empty(Found([Templates.Of("t", "job_project_id project_id ref_type")], [], ForkParty));
        // What does not name both is no template of a fork's job.
        Assert.Empty(Found([Templates.Of("t", "project_id ref_type ref")], [], ForkParty));
    }

    [Theory]
    [InlineData("project_id pipeline_source", ForkParty, "assume", true)]
    [InlineData("project_id pipeline_source job_project_id?", ForkParty, "assume", true)]
    [InlineData("project_id pipeline_source job_project_id", ForkParty, "assume", false)]
    [InlineData("project_id pipeline_source", ForkParty, "never", false)]
    [InlineData("project_id pipeline_source", Party, "assume", false)]
    [InlineData("project_id pipeline_source?", ForkParty, "assume", false)]
    public void A_fork_and_its_parent_are_alike_to_an_old_GitLab(string components, string party, string forkPipelines, bool told)
    {
        var issuer = $$"""{"id": "gitlab", "url": "https://gitlab.example.com", "fork_pipelines": "{{forkPipelines}}"}""";
        var warnings = Compiled.Lint([Templates.Of("t", components)], [], (Section.Issuers, issuer), (Section.RelyingParties, party)).Warnings;
        Assert.Equal(told, warnings.Any(warning => warning is { Code: "subject_collision", Message: var message } && message.StartsWith("on a GitLab before 18.2.2", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("t20 t21", "t20>t21 t21>t20")]
    [InlineData("t20 all", "all>t20 t20>all")]
    [InlineData("t20 group", "group>t20 t20>group")]
    [InlineData("group all", "")]
    [InlineData("t20 other", "")]
    [InlineData("t20 all!", "")]
    [InlineData("t20 id", "")]
    [InlineData("t20 came", "came>t20 t20>came")]
    [InlineData("t20 all issuer", "")]
    [InlineData("t20 all group0", "all>t20 t20>all")]
    [InlineData("named came", "")]
    [InlineData("jobs all-jobs", "")]
    [InlineData("pipelines all-pipelines", "")]
    [InlineData("source source+job?", "")]
    public void Two_templates_can_give_one_subject(string templates, string pairs)
    {
        Dictionary<string, SubTemplate> all = new()
        {
            ["t20"] = Templates.Of("t20", "project_path ref_type ref").For("gitlab", projectId: "20"),
            ["t21"] = Templates.Of("t21", "project_path environment? ref_type ref").For("gitlab", projectId: "21"),
            ["group"] = Templates.Of("group", "project_path ref_type ref").For("gitlab", "a/b"),
            ["all"] = Templates.Of("all", "project_path ref_type ref").For(null),
            ["all!"] = Templates.Of("all!", "project_path ref_type ref", locked: true).For(null),
            ["other"] = Templates.Of("other", "project_path ref_type").For("gitlab", projectId: "22"),
            ["id"] = Templates.Of("id", "project_path ref_type ref project_id").For("gitlab", projectId: "23"),
            ["source"] = Templates.Of("source", "source_project_path").For("gitlab", projectId: "25"),
            ["source+job?"] = Templates.Of("source+job?", "source_project_path job_project_id?").For("gitlab", projectId: "26"),
            ["issuer"] = Templates.Of("issuer", "project_id ref_type ref").For("gitlab"),
            ["group0"] = Templates.Of("group0", "project_id ref_type ref").For("gitlab", "group0"),
            ["named"] = Templates.Of("named", "project_path environment").For("gitlab", projectId: "27"),
            ["jobs"] = Templates.Of("jobs", "project_path job_id").For("gitlab", projectId: "28"),
            ["all-jobs"] = Templates.Of("all-jobs", "project_path job_id").For(null),
            ["pipelines"] = Templates.Of("pipelines", "project_path pipeline_id").For("gitlab", projectId: "29"),
            ["all-pipelines"] = Templates.Of("all-pipelines", "project_path pipeline_id").For(null),
            ["came"] = Templates.Of("came", "").For("gitlab", projectId: "24") with { AsItCame = true },
        };
        var found = Compiled.Lint([.. templates.Split(' ').Select(name => all[name])], [], (Section.Issuers, Compiled.Issuer), (Section.RelyingParties, Party)).Warnings
            .Where(warning => warning.Code == "subject_collision")
            .Select(warning => $"{warning.Path.Split('[', ']')[1]}>{warning.Message.Split(", ")[1].Split(' ')[0]}");
        Assert.Equal(pairs, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_subject_of_a_template_can_be_too_long()
    {
        var long20 = string.Join(' ', GitLabClaims.All.Select(claim => claim.Name).Where(GitLabClaims.IsComponent).Where(name => name != "project_id").Take(20));
        Assert.Contains(Found([Templates.Of("t", "project_id " + long20)], [], Party), found => found.StartsWith("subject_too_long: every sub has ", StringComparison.Ordinal) && found.EndsWith(" bytes at least, and deploy takes 255 bytes", StringComparison.Ordinal));
        Assert.DoesNotContain(Found([Templates.Of("t", "project_id " + long20) with { Overflow = Overflow.Digest }], [], Party), found => found.StartsWith("subject_too_long", StringComparison.Ordinal));
    }

    [Fact]
    public void A_known_path_can_be_too_long()
    {
        var template = Templates.Of("t", "project_path project_id").For("gitlab", "my-group");
        KnownPath Path(int length) => new("gitlab", "20", "my-group/" + new string('p', length));
        string[] Told(int length) => [$"subject_too_long: every sub of project 20 has {length + 35} bytes at least with the path {Path(length).Path}, and deploy takes 255 bytes"];
        Assert.Empty(Found([template], [Path(220)], Party));
        Assert.Equal(Told(221), Found([template], [Path(220), Path(221)], Party));
        Assert.Equal(Told(230), Found([template], [Path(221), Path(230)], Party));
        Assert.Equal(Told(230), Found([template], [Path(230), Path(221)], Party));
        // Another template is in force for it.
        Assert.Empty(Found([template, Templates.Of("own", "project_id").For("gitlab", projectId: "20")], [Path(300)], Party));
        Assert.Empty(Found([template], [Path(300) with { Path = "other/" + new string('p', 300) }], Party));
    }

    [Theory]
    [InlineData("""{"project_path": {"glob": "g/**"}}""", "project_path")]
    [InlineData("""{"project_path": {"glob": "g/**"}, "namespace_path": {"glob": "g/*"}}""", "project_path namespace_path")]
    [InlineData("""{"project_path": {"glob": "g/**"}, "namespace_id": "72"}""", "")]
    [InlineData("""{"project_path": {"glob": "g/**"}, "project_id": ["20", "21"]}""", "")]
    [InlineData("""{"project_path": {"glob": "g/**"}, "project_id": {"not": "20"}}""", "project_path")]
    [InlineData("""{"project_path": {"glob": "g/**"}, "job_project_id": "20"}""", "project_path")]
    [InlineData("""{"job_project_path": {"glob": "g/**"}, "job_project_id": "20"}""", "")]
    [InlineData("""{"job_namespace_path": {"glob": "g/**"}}""", "job_namespace_path")]
    [InlineData("""{"job_namespace_path": {"glob": "g/**"}, "job_namespace_id": "72"}""", "")]
    [InlineData("""{"source_project_path": {"glob": "g/**"}, "source_project_id": "20"}""", "")]
    [InlineData("""{"source_namespace_path": {"glob": "g/**"}, "project_id": "20"}""", "source_namespace_path")]
    [InlineData("""{"source_namespace_path": {"glob": "g/**"}, "source_namespace_id": "72"}""", "")]
    [InlineData("""{"top_level_group": {"glob": "g*"}}""", "top_level_group")]
    [InlineData("""{"project_path": {"not": {"glob": "g/**"}}}""", "")]
    [InlineData("""{"project_path": {"glob": "g/p"}}""", "")]
    [InlineData("""{"project_path": "g/p"}""", "")]
    [InlineData("""{"ref": {"glob": "release/*"}}""", "")]
    public void A_pattern_over_a_path_needs_an_id_beside_it(string when, string claims)
    {
        Assert.Equal(claims, Subtrees(Rule("allow", when), "relying_parties[deploy].rules[a].when."));
        Assert.Equal("", Subtrees(Rule("deny", when), "relying_parties[deploy].rules[a].when."));
        Assert.Equal("", Subtrees(Rule("allow", when, """, "enrolled_projects": true"""), "relying_parties[deploy].rules[a].when."));
        Assert.Equal(claims, Subtrees((Section.Issuers, $$"""{"id": "gitlab", "url": "https://gitlab.example.com", "mandatory": {{when}}}"""), "issuers[gitlab].mandatory."));
    }

    [Fact]
    public void An_id_that_is_mandatory_for_every_issuer_is_beside_each_rule()
    {
        (Section, string) Issuer(string id, string mandatory) => (Section.Issuers, $$"""{"id": "{{id}}", "url": "https://{{id}}.example.com", "subject_prefix": "{{id}}:", "mandatory": {{mandatory}}}""");
        var rule = Rule("allow", """{"project_path": {"glob": "g/**"}}""");
        var named = Rule("allow", """{"project_path": {"glob": "g/**"}, "issuer": "one"}""");
        (Section, string)[] both = [Issuer("one", """{"namespace_id": "1"}"""), Issuer("two", """{"namespace_id": "2"}""")];
        (Section, string)[] half = [Issuer("one", """{"namespace_id": "1"}"""), Issuer("two", """{"ref": "main"}""")];
        Assert.Empty(Compiled.Lint([], [], [.. both, rule]).Warnings);
        Assert.Single(Compiled.Lint([], [], [.. half, rule]).Warnings);
        Assert.Empty(Compiled.Lint([], [], [.. half, named]).Warnings);
        Assert.Empty(Compiled.Lint([], [], [half[0], (Section.Issuers, half[1].Item2.Replace("{\"id\"", "{\"enabled\": false, \"id\"", StringComparison.Ordinal)), rule]).Warnings);
    }

    [Fact]
    public void What_is_loaded_is_not_looked_through_again() => Assert.Empty(Compiled.Load([Templates.Of("t", "project_path ref")]).Warnings);

    private static (Section, string) Rule(string effect, string when, string more = "") =>
        (Section.RelyingParties, $$"""{"id": "deploy", "audience": "d", "rules": [{"id": "a", "effect": "{{effect}}", "when": {{when}}}]{{more}}}""");

    private static string Subtrees((Section, string) definition, string prefix)
    {
        var compilation = Compiled.Lint([], [], definition.Item1 == Section.Issuers ? [definition] : [(Section.Issuers, Compiled.Issuer), definition]);
        Assert.Empty(compilation.Mistakes);
        Assert.All(compilation.Warnings, warning => Assert.StartsWith(prefix, warning.Path, StringComparison.Ordinal));
        Assert.All(compilation.Warnings, warning => Assert.Equal("subtree_without_id", warning.Code));
        return string.Join(' ', compilation.Warnings.Select(warning => warning.Path[prefix.Length..]));
    }

    private static IEnumerable<string> Found(ImmutableArray<SubTemplate> templates, ImmutableArray<KnownPath> paths, string party)
    {
        var compilation = Compiled.Lint(templates, paths, (Section.Issuers, Compiled.Issuer), (Section.RelyingParties, party));
        return [.. compilation.Mistakes.Select(mistake => $"{mistake.Code}: {mistake.Message}"), .. compilation.Warnings.Select(warning => $"{warning.Code}: {warning.Message}")];
    }
}
