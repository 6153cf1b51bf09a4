using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary>What <c>bridge impact</c> and <c>bridge explain --exchange</c> say of a record that does not hold what decides.</summary>
public sealed class UndecidedImpactTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Deploy = "https://deploy.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + "relying_parties:\n" + Party("ref: main");

    [Theory]
    [InlineData("user_email", "revision = revision")] // personal, and nothing in force read it
    [InlineData("environment", """claims = json_remove(claims, '$.environment'), claims_left_out = '["environment"]'""")]
    [InlineData("user_login", "claims = json_remove(claims, '$.user_login'), address = '', user_login = NULL")] // kept for so long that it lost who ran the job
    public async Task A_claim_that_decides_and_is_not_kept_is_named(string claim, string change)
    {
        var id = await RecordAsync(change);
        var draft = await DraftAsync($"{{ {claim}: anything }}");

        var (text, json) = (await RunAsync("impact", draft), await RunAsync("impact", draft, "--output", "json"));
        var explained = await RunAsync("explain", "--exchange", id, "--draft", draft);

        Assert.Equal((0, 0, 3), (text.Code, json.Code, explained.Code));
        Assert.Matches($@"(?m)^ +0  stay as they are\r?\n +1  cannot be decided again:\r?\n +1  the claim {claim} decides, and the record does not hold it$", text.Output);
        Assert.Equal($$"""[{"reason":"claim_not_kept","claim":"{{claim}}","exchanges":1}]""", Undecided(json));
        Assert.Contains($"It cannot be decided again: the claim {claim} decides, and the record does not hold it", explained.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_is_not_kept_and_decides_nothing_is_in_nobodys_way()
    {
        await RecordAsync("""claims = json_remove(claims, '$.environment'), claims_left_out = '["environment"]'""");

        var text = await RunAsync("impact", await DraftAsync("{ ref: release }"));

        Assert.Equal(2, text.Code);
        Assert.Matches(@"(?m)^ +1  would lose access, of 1 project$", text.Output);
        Assert.Matches(@"(?m)^ +0  cannot be decided again$", text.Output);
    }

    [Fact]
    public async Task What_an_older_record_asked_for_is_assumed_from_the_relying_party_that_it_names_and_said()
    {
        await RecordAsync("unverified_request = NULL");
        var draft = await DraftAsync("{ ref: release }");

        var (text, json) = (await RunAsync("impact", draft), await RunAsync("impact", draft, "--output", "json"));

        Assert.Equal((2, 2), (text.Code, json.Code));
        Assert.Matches(@"(?m)^ +1  would lose access, of 1 project$", text.Output);
        Assert.Matches(@"(?m)^Of 1 the record does not say what was asked for; the relying party that it names was taken for all of it\.$", text.Output);
        Assert.Equal(1L, (long)JsonNode.Parse(json.Output)!["assumed"]!);
        Assert.Equal("[]", Undecided(json));
    }

    [Theory]
    [InlineData("unverified_request = NULL, relying_party = NULL")]
    [InlineData("unverified_request = NULL, relying_party = 'gone'")]
    [InlineData("unverified_request = '{'")]
    [InlineData("""unverified_request = '{"audience":[17]}'""")]
    public async Task A_record_that_does_not_say_what_was_asked_for_is_counted(string change)
    {
        await RecordAsync(change);
        var draft = await DraftAsync("{ ref: release }");

        var (text, json) = (await RunAsync("impact", draft), await RunAsync("impact", draft, "--output", "json"));

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Matches(@"(?m)^ +1  the record says neither what was asked for nor for which relying party$", text.Output);
        Assert.Equal("""[{"reason":"request_not_kept","exchanges":1}]""", Undecided(json));
    }

    [Theory]
    [InlineData("claims = '{'")]
    [InlineData("claims = '[]'")]
    [InlineData("claims = ''")]
    [InlineData("claims = CAST(x'7b22726566223a22ff227d' AS TEXT)")]
    [InlineData("""claims = replace(claims, '"ref":', '"ref":"release","ref":')""")]
    [InlineData("""claims = replace(claims, '"ref":"main"', '"ref":"\ud800"')""")]
    [InlineData("claims_left_out = '['")]
    [InlineData("claims_left_out = '[17]'")]
    [InlineData("claims_left_out = '[null]'")]
    [InlineData("claims_left_out = 'null'")]
    [InlineData("""claims_left_out = '"environment"'""")]
    public async Task Claims_that_Bridge_does_not_write_cannot_be_read_and_end_nothing(string change)
    {
        var id = await RecordAsync(change);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(Job(), Deploy);
        var draft = await DraftAsync("{ ref: release }");

        var (text, json) = (await RunAsync("impact", draft), await RunAsync("impact", draft, "--output", "json"));
        var explained = await RunAsync("explain", "--exchange", id, "--draft", draft);

        Assert.Equal((2, 2, 3), (text.Code, json.Code, explained.Code));
        Assert.Matches(@"(?m)^ +1  would lose access, of 1 project$", text.Output);
        Assert.Matches(@"(?m)^ +1  cannot be decided again:\r?\n +1  the record cannot be read$", text.Output);
        Assert.Equal("""[{"reason":"unreadable","exchanges":1}]""", Undecided(json));
        Assert.Contains("It cannot be decided again: the record cannot be read", explained.Error, StringComparison.Ordinal);
    }

    private static string Party(string when) => $"  - {{ id: deploy, audience: '{Deploy}', rules: [{{ id: main, effect: allow, when: {{ {when.Trim('{', ' ', '}')} }} }}] }}\n";

    private static string Undecided(Ran json) => JsonNode.Parse(json.Output)!["undecided"]!.ToJsonString();

    /// <summary>Leaves one record and no other, changed as an older Bridge, time or somebody with the database would have.</summary>
    private async Task<string> RecordAsync(string change)
    {
        await using var context = Bridge.Engine.Database.CreateContext();
        await context.Exchanges.ExecuteDeleteAsync(Ct);
        var granted = await GrantedAsync(Job([("environment", "production")]), Deploy);
        // It takes braces for parameters.
        var sql = $"UPDATE exchanges SET {change}".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        Assert.Equal(1, await context.Database.ExecuteSqlRawAsync(sql, Ct));
        return $"{granted.Record.Id}";
    }

    private async Task<string> DraftAsync(string when)
    {
        var path = Path.Combine(Bridge.Folder, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, "relying_parties:\n" + Party(when), Ct);
        return path;
    }

    private Task<Ran> RunAsync(params string[] arguments) => Ran.WithInputAsync(Bridge.Written, Clock, "", arguments);
}
