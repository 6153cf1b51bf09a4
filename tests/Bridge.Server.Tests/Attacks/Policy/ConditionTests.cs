using System.Text.Json.Nodes;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>What each condition lets in, and that none lets in a job for what it does not have.</summary>
public sealed class ConditionTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private static readonly string[] Conditions =
    [
        "ref: [main, release]",
        "ref: { glob: 'release-*' }",
        "ref: { not: main }",
        "ref: { not: { glob: 'release-*' } }",
        "environment: { present: true }",
        "environment: { absent: true }",
        "environment: { not: production }",
        "environment: { not: { one_of: [production] } }",
        "groups_direct: { contains: my-group/team }",
        "groups_direct: { not: { contains: my-group/team } }",
        "runner_id: '7'",
        "top_level_group: my-group",
        "fork: 'false'",
        "token_kind: id_token",
        "issuer: main",
        "project_path: { glob: 'my-group/**' }",
        "project_path: { glob: 'my-group/*' }",
        "favourite: { not: x }",
    ];

    protected override string Yaml(World world) => Issuer(world.GitLab) + "relying_parties:\n" + string.Concat(Conditions.Select((condition, index) =>
        $"  - {{ id: 'c{index}', audience: 'https://{index}.test', rules: [{{ id: only, effect: allow, when: {{ {condition} }} }}] }}\n"));

    [Theory]
    [InlineData("ref: [main, release]", """{"ref":"release"}""", true)]
    [InlineData("ref: [main, release]", """{"ref":"mainrelease"}""", false)]
    [InlineData("ref: { glob: 'release-*' }", """{"ref":"release-1"}""", true)]
    [InlineData("ref: { glob: 'release-*' }", """{"ref":"release-1/evil"}""", false)]
    [InlineData("ref: { glob: 'release-*' }", """{"ref":"my-release-1"}""", false)]
    [InlineData("ref: { not: main }", """{"ref":"feature"}""", true)]
    [InlineData("ref: { not: main }", """{"ref":"main"}""", false)]
    [InlineData("ref: { not: { glob: 'release-*' } }", """{"ref":"release-1"}""", false)]
    [InlineData("environment: { present: true }", """{"environment":"x"}""", true)]
    [InlineData("environment: { present: true }", """{"environment":""}""", false)]
    [InlineData("environment: { present: true }", "{}", false)]
    [InlineData("environment: { absent: true }", "{}", true)]
    [InlineData("environment: { absent: true }", """{"environment":""}""", true)]
    [InlineData("environment: { absent: true }", """{"environment":"x"}""", false)]
    [InlineData("environment: { not: production }", "{}", false)]
    [InlineData("environment: { not: production }", """{"environment":""}""", false)]
    [InlineData("environment: { not: production }", """{"environment":"staging"}""", true)]
    [InlineData("environment: { not: { one_of: [production] } }", "{}", false)]
    [InlineData("groups_direct: { contains: my-group/team }", """{"groups_direct":["x","my-group/team"]}""", true)]
    [InlineData("groups_direct: { contains: my-group/team }", """{"groups_direct":["my-group/team2"]}""", false)]
    [InlineData("groups_direct: { not: { contains: my-group/team } }", "{}", false)]
    [InlineData("groups_direct: { not: { contains: my-group/team } }", """{"groups_direct":[]}""", false)]
    [InlineData("groups_direct: { not: { contains: my-group/team } }", """{"groups_direct":["x"]}""", true)]
    [InlineData("groups_direct: { not: { contains: my-group/team } }", """{"groups_direct":["x",7]}""", false)]
    [InlineData("runner_id: '7'", """{"runner_id":7}""", true)]
    [InlineData("runner_id: '7'", """{"runner_id":7.0}""", true)]
    [InlineData("runner_id: '7'", """{"runner_id":7.5}""", false)]
    [InlineData("runner_id: '7'", """{"runner_id":77}""", false)]
    [InlineData("top_level_group: my-group", """{"project_path":"my-group/a/b/c"}""", true)]
    [InlineData("top_level_group: my-group", """{"project_path":"my-group2/a"}""", false)]
    [InlineData("top_level_group: my-group", """{"top_level_group":"my-group","project_path":"evil/a"}""", false)]
    [InlineData("fork: 'false'", """{"fork":"true"}""", true)]
    [InlineData("token_kind: id_token", """{"token_kind":"v1"}""", true)]
    [InlineData("issuer: main", """{"issuer":"other"}""", true)]
    [InlineData("project_path: { glob: 'my-group/**' }", """{"project_path":"my-group/a/b"}""", true)]
    [InlineData("project_path: { glob: 'my-group/**' }", """{"project_path":"my-groupie/a"}""", false)]
    [InlineData("project_path: { glob: 'my-group/*' }", """{"project_path":"my-group/a/b"}""", false)]
    [InlineData("favourite: { not: x }", """{"favourite":{"a":"b"}}""", false)]
    [InlineData("favourite: { not: x }", """{"favourite":["y"]}""", false)]
    [InlineData("favourite: { not: x }", """{"favourite":"y"}""", true)]
    public async Task A_condition_holds_for_exactly_what_it_says(string condition, string claims, bool granted)
    {
        var job = JsonNode.Parse(claims)!.AsObject();
        var project = World.NewProjectId();
        job["project_id"] = project;
        job["project_path"] = job["project_path"] is { } path ? $"{path}-{project}" : $"my-group/p{project}";
        var token = Job(job.Select(claim => (claim.Key, claim.Value?.DeepClone())));
        var audience = $"https://{Array.IndexOf(Conditions, condition)}.test";

        if (granted)
            Assert.Equal("only", (await GrantedAsync(token, audience)).Record.Rule);
        else
            await NotMatchedAsync(token, audience);
    }

    private async Task NotMatchedAsync(string token, string audience)
    {
        var before = await CountAsync(Bridge);
        var response = await SendAsync(Bridge, token, audience);

        Assert.Equal((400, "no_rule_matched"), ((int)response.Status, response.Reason));
        Assert.Equal(before + 1, await CountAsync(Bridge));
        Assert.Equal(RefusalTable.Of(Reason.NoRuleMatched).Code, (await RecordsAsync(Bridge)).Single(record => record.Id.ToString() == response.Member("exchange_id")).Reason);
    }
}
