using System.Text.Json.Nodes;
using Bridge.Refusals;
using Bridge.Server.Tests.Simulator;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>What sub components come to in a token, each state of them for a relying party of its own.</summary>
public sealed class SubComponentTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private static readonly (string Name, string Components)[] States =
    [
        ("id", "components: [project_id, ref_type, ref]"),
        ("order", "components: [project_path, ref, ref_type]"),
        ("number", "components: [project_id, runner_id]"),
        ("missing", "components: [project_id, environment]"),
        ("omit", "components: [project_id, { claim: environment, missing: omit }, ref]"),
        ("no-environment", "components: [project_path, { claim: environment_protected, missing: omit }, { claim: deployment_tier, missing: omit }]"),
        ("digest", "components: [project_id, ref], overflow: digest"),
        ("came", "as_it_came: true"),
        ("job-first", "components: [job_project_path, ref]"),
        ("weak", "components: [project_path]"),
        ("locked", "components: [project_id], locked: true"),
    ];

    public static TheoryData<string, string, string?, string> Subjects => new()
    {
        { "built-in: where no template stands GitLab's default holds", "default", null, "project_path:my-group/my-project:ref_type:branch:ref:main" },
        { "components stand in the order that was chosen", "order", null, "project_path:my-group/my-project:ref:main:ref_type:branch" },
        { "an id can lead", "id", null, "project_id:20:ref_type:branch:ref:main" },
        { "a number renders as its canonical integer", "number", """{"runner_id": 1.20e1}""", "project_id:20:runner_id:12" },
        { "a component is rendered where the job has the claim", "omit", """{"environment": "prod"}""", "project_id:20:environment:prod:ref:main" },
        { "an omitted component leaves name and value out", "omit", """{"environment": null}""", "project_id:20:ref:main" },
        { "of components that a job lacks altogether the project stays", "no-environment", null, "project_path:my-group/my-project" },
        { "of a job with an environment all stand", "no-environment", """{"environment": "e", "environment_protected": "false", "deployment_tier": "production"}""", "project_path:my-group/my-project:environment_protected:false:deployment_tier:production" },
        { "an octet outside %x21-7E is escaped in upper case", "id", """{"ref": "é ~"}""", "project_id:20:ref_type:branch:ref:%C3%A9%20~" },
        { "what only looks alike stays another value", "id", """{"ref": "e\u0301"}""", "project_id:20:ref_type:branch:ref:e%CC%81" },
        { "a subject that fits has no digest", "digest", null, "project_id:20:ref:main" },
        { "GitLab's own sub is taken as it came", "came", """{"sub": "project_path:my-group/my-project:ref_protected:true"}""", "project_path:my-group/my-project:ref_protected:true" },
        { "job_project_* can lead where it is the project's own", "job-first", null, "job_project_path:my-group/my-project:ref:main" },
        { "behind a lock nothing nearer counts", "locked", null, "project_id:20" },
    };

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task A_subject_is_what_its_template_says(string what, string party, string? claims, string subject) =>
        Assert.Equal((what, subject), (what, (await GrantedAsync(Token(claims), Audience(party))).Subject));

    public static TheoryData<string, string, string?, Reason, string?, string?> Refusals => new()
    {
        { "a claim that the job lacks", "missing", null, Reason.SubjectClaimMissing, null, null },
        { "an empty claim", "missing", """{"environment": ""}""", Reason.SubjectClaimEmpty, null, null },
        { "an empty claim that could be omitted", "omit", """{"environment": ""}""", Reason.SubjectClaimEmpty, null, null },
        { "GitLab's sub of another project", "came", """{"sub": "project_path:my-group/other:ref:main"}""", Reason.SubjectNotAsExpected, null, "project_path:my-group/other:ref:main" },
        { "GitLab's sub of a project whose path goes on", "came", """{"sub": "project_path:my-group/my-project-2:ref:main"}""", Reason.SubjectNotAsExpected, null, "project_path:my-group/my-project-2:ref:main" },
        { "a template without what the relying party requires", "weak", null, Reason.TemplateTooWeak, "project_id", "weak" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_a_template_cannot_make_is_refused(string what, string party, string? claims, Reason reason, string? expected, string? actual)
    {
        Assert.NotEmpty(what);
        await RefusedAsync(reason, Token(claims), Audience(party), expected, actual);
    }

    [Fact]
    public async Task The_sample_of_GitLabs_documentation_gets_the_subject_that_it_came_with()
    {
        var token = Job(TokenPreset.Documented);
        var sub = DecodedToken.Read(token).Claims["sub"]!.GetValue<string>();

        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:feature-branch-1", sub);
        Assert.Equal(sub, (await GrantedAsync(token, Audience("default"))).Subject);
        Assert.Equal(sub, (await GrantedAsync(token, Audience("came"))).Subject);
    }

    [Fact]
    public async Task A_long_subject_keeps_its_project_and_ends_in_its_digest()
    {
        var one = await GrantedAsync(Token($$"""{"ref": "{{new string('r', 300)}}"}"""), Audience("digest"));
        var other = await GrantedAsync(Token($$"""{"ref": "{{new string('r', 301)}}"}"""), Audience("digest"));

        Assert.Matches(@"\Aproject_id:20:sha256:[A-Za-z0-9_-]{43}\z", one.Subject);
        Assert.NotEqual(one.Subject, other.Subject);
    }

    [Fact]
    public async Task An_issuers_prefix_stands_before_each_subject_also_before_GitLabs_own()
    {
        Assert.Equal("eu:project_path:my-group/my-project:ref_type:branch:ref:main", (await GrantedAsync(Job(World.OtherGitLab, TokenPreset.Branch), Audience("default"))).Subject);
        Assert.Equal("eu:project_path:my-group/my-project:ref_type:branch:ref:main", (await GrantedAsync(Job(World.OtherGitLab, TokenPreset.Branch), Audience("came"))).Subject);
    }

    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
          - {{Trusted(world.OtherGitLab, "eu", "subject_prefix: 'eu:'")}}
        relying_parties:
        {{string.Join('\n', States.Select(state => state.Name).Append("default").Select(name => $"  - {{ id: {name}, audience: '{Audience(name)}', rules: [{{ id: all, effect: allow, everyone: true }}]{(name == "weak" ? ", required_components: [project_id]" : "")} }}"))}}
        sub_components:
        {{string.Join('\n', States.Select(state => $"  - {{ id: {state.Name}, relying_party: {state.Name}, {state.Components} }}"))}}
          - { id: nearer, issuer: main, project_id: '20', relying_party: locked, components: [project_path, ref] }

        """;

    private static string Audience(string party) => $"https://{party}.test";

    private string Token(string? claims) => Job(claims is null ? [] : JsonNode.Parse(claims)!.AsObject().Select(claim => (claim.Key, claim.Value?.DeepClone())));
}
