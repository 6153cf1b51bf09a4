using System.Text.Json;
using Bridge.Server.Tests.Attacks;
using Bridge.Simulator.Tokens;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge explain</c> says what an exchange would come to, and leaves nothing behind.</summary>
public sealed class ExplainCommandTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Once = "https://once.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: once, audience: 'https://once.test', replay: once, scopes: [read, write], requested_token_types: [access_token, id_token], rules: [{ id: main, effect: allow, when: { ref: main } }] }
          - id: watched
            audience: https://watched.test
            rules:
              - { id: strict, effect: deny, shadow: true, everyone: true }
              - { id: wide, effect: allow, shadow: true, everyone: true }
              - { id: main, effect: allow, when: { ref: main } }
        sub_components:
          - { id: leveled-group, issuer: main, group: levels, locked: true, components: [project_id, ref] }
          - { id: leveled-project, issuer: main, project_id: '4711', components: [project_id] }

        """;

    [Fact]
    public async Task A_grant_shows_each_check_and_the_claims_and_stores_nothing()
    {
        var project = World.NewProjectId();
        var token = JobOf(project, $"my-group/p{project}");

        var ran = await ExplainAsync(token, "explain", "-", "--audience", Once, "--scope", "read", "--requested-token-type", "access_token");

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        Assert.Contains("passed   main", ran.Output, StringComparison.Ordinal);
        Assert.Contains("not part of explaining", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"\"sub\": \"project_path:my-group/p{project}:ref_type:branch:ref:main\"", ran.Output, StringComparison.Ordinal);
        Assert.Contains("\"jti\": \"(not issued)\"", ran.Output, StringComparison.Ordinal);
        Assert.Contains("\"scope\": \"read\"", ran.Output, StringComparison.Ordinal);
        await GrantedAsync(token, Once);
    }

    [Theory]
    [InlineData("main", "shadow rule strict would have refused; shadow rule wide would have changed nothing")]
    [InlineData("feature", "shadow rule strict would have changed nothing; shadow rule wide would have granted")]
    public async Task It_says_what_each_shadow_rule_would_have_done(string name, string said)
    {
        var ran = await ExplainAsync(Job([("ref", name)]), "explain", "-", "--audience", "https://watched.test");

        Assert.Contains(said + Environment.NewLine, ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_from_which_level_the_template_came_and_why_no_other_counted()
    {
        var ran = await ExplainAsync(Job([("ref", "main"), ("project_id", "4711"), ("namespace_path", "levels"), ("project_path", "levels/app")]), "explain", "-", "--audience", Once);

        Assert.True(ran.Code == 0, ran.Output);
        Assert.Contains(
            string.Join(
                Environment.NewLine,
                "Templates of the job, the nearest first:",
                "  project 4711         leveled-project: the lock of leveled-group (group levels) holds",
                "* group levels         leveled-group: in force: locked, so nothing nearer counts",
                "  instance             built-in: leveled-group (group levels) is nearer",
                ""),
            ran.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_says_the_same()
    {
        var ran = await ExplainAsync(Job([("ref", "feature")]), "explain", "-", "--audience", Once, "--output", "json");

        Assert.Equal(1, ran.Code);
        using var json = JsonDocument.Parse(ran.Output);
        var side = json.RootElement.GetProperty("in_force");
        Assert.False(side.GetProperty("granted").GetBoolean());
        Assert.Equal("no_rule_matched", side.GetProperty("reason").GetString());
        Assert.Equal("rules", side.GetProperty("checks").EnumerateArray().Last().GetProperty("check").GetString());
    }

    [Fact]
    public async Task It_reads_a_file()
    {
        var file = Path.Combine(Bridge.Folder, $"{Guid.NewGuid():N}.jwt");
        var token = Job();
        await File.WriteAllTextAsync(file, token + "\n", Ct);

        Assert.Equal(0, (await ExplainAsync(token, "explain", file, "--audience", Once)).Code);
    }

    [Theory]
    [InlineData("feature", Once, "Refused: no_rule_matched")]
    [InlineData("main", "https://nobody.test", "Refused: target_unknown")]
    public async Task A_refusal_shows_how_far_it_came_and_ends_with_1(string name, string audience, string refused)
    {
        var ran = await ExplainAsync(Job([("ref", name)]), "explain", "-", "--audience", audience);

        Assert.Equal(1, ran.Code);
        Assert.EndsWith(refused + Environment.NewLine, ran.Output, StringComparison.Ordinal);
        Assert.Contains("REFUSED", ran.Output, StringComparison.Ordinal);
        Assert.Contains("not reached", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_verify_is_told_exactly()
    {
        var ran = await ExplainAsync(GitLab.Mint(new TokenRequest { Audience = Bridge.Issuer, TamperSignature = true }), "explain", "-", "--audience", Once);

        Assert.Equal(1, ran.Code);
        Assert.EndsWith("Refused: signature_invalid" + Environment.NewLine, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    public async Task What_is_no_token_is_refused(string text)
    {
        var ran = await Ran.WithInputAsync(Bridge.Written, Clock, text, "explain", "-", "--audience", Once);

        Assert.Equal(1, ran.Code);
    }

    [Fact]
    public async Task A_token_is_never_an_argument()
    {
        var token = Job();

        var ran = await ExplainAsync("", "explain", token, "--audience", Once);

        // A token given there is taken for a file's name, and told to be none without being repeated.
        Assert.Equal(3, ran.Code);
    }

    private async Task<Ran> ExplainAsync(string token, params string[] arguments)
    {
        var before = await StateAsync();
        var ran = await Ran.WithInputAsync(Bridge.Written, Clock, token, arguments);
        Disclosure.Keep(token.Length > 0 ? token : arguments[1]);
        Disclosure.Saw(ran.Output + ran.Error);
        Assert.Equal(before, await StateAsync());
        return ran;
    }

    private async Task<(int Records, int Pins, int Paths, int Marks)> StateAsync()
    {
        await using var context = Bridge.Engine.Database.CreateContext();
        return (await context.Exchanges.CountAsync(Ct), await context.ProjectPins.CountAsync(Ct), await context.BurnedPaths.CountAsync(Ct), await context.ReplayMarks.CountAsync(Ct));
    }
}
