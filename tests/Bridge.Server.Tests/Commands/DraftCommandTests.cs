using System.Text.Json.Nodes;
using Bridge.Server.Commands;
using Bridge.Server.Tests.Attacks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge explain --draft</c>, <c>bridge explain --exchange</c> and <c>bridge impact</c> say what would change, and change nothing.</summary>
public sealed class DraftCommandTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Deploy = "https://deploy.test";
    private const string Main = "  - { id: deploy, audience: 'https://deploy.test', rules: [{ id: main, effect: allow, when: { ref: main } }] }";
    private const string Release = "  - { id: deploy, audience: 'https://deploy.test', rules: [{ id: release, effect: allow, when: { ref: release } }], claims: { team: { constant: platform } } }";

    protected override string Yaml(World world) => Issuer(world.GitLab) + "relying_parties:\n" + Main + "\n";

    [Fact]
    public async Task A_draft_that_denies_shows_the_check_the_loss_and_ends_with_2()
    {
        var draft = await DraftAsync("relying_parties:\n" + Release);

        var ran = await RunAsync(Job(), "explain", "-", "--audience", Deploy, "--draft", draft);

        Assert.True(ran.Code == 2, ran.Output + ran.Error);
        Assert.Matches(@"(?m)^rules +passed   main\r?\n  draft +REFUSED  No rule lets this job in\. .*\r?\n +expected release\r?\n +actual   main$", ran.Output);
        Assert.Matches(@"(?m)^In force  granted  project_path:my-group/my-project:ref_type:branch:ref:main\r?\nDraft     refused  no_rule_matched$", ran.Output);
    }

    [Fact]
    public async Task A_draft_of_sub_components_and_claims_shows_before_and_after()
    {
        var draft = await DraftAsync("sub_components:\n  - { id: default, components: [project_id, ref] }\nmappings:\n  - { id: branch, from: ref }\n");

        var ran = await RunAsync(Job(), "explain", "-", "--audience", Deploy, "--draft", draft);

        Assert.Equal(2, ran.Code);
        Assert.Matches(@"(?m)^~ sub +""project_path:my-group/my-project:ref_type:branch:ref:main""\r?\n +→ ""project_id:20:ref:main""$", ran.Output);
        Assert.Matches(@"(?m)^\+ branch  ""main""$", ran.Output);
    }

    [Fact]
    public async Task A_draft_that_does_not_touch_the_job_says_so_and_ends_as_without_it()
    {
        var draft = await DraftAsync("relying_parties:\n  - { id: other, audience: 'https://other.test', rules: [{ id: a, effect: allow, everyone: true }] }\n");

        var granted = await RunAsync(Job(), "explain", "-", "--audience", Deploy, "--draft", draft);
        var refused = await RunAsync(Job([("ref", "feature")]), "explain", "-", "--audience", Deploy, "--draft", draft);

        Assert.Equal((0, 1), (granted.Code, refused.Code));
        Assert.EndsWith("The draft changes nothing here." + Environment.NewLine, granted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_with_mistakes_is_none_and_all_of_them_are_told_with_their_lines()
    {
        var draft = await DraftAsync("relying_parties:\n  - id: deploy\n    audience: https://deploy.test\n    colour: red\n    rules: [{ id: a, effect: maybe }]\n");

        foreach (var command in new[] { ["impact", draft], new[] { "explain", "-", "--draft", draft } })
        {
            var ran = await RunAsync(Job(), command);
            Assert.Equal(3, ran.Code);
            Assert.Contains("line 4: relying_parties[deploy].colour", ran.Error, StringComparison.Ordinal);
            Assert.Contains("line 5: relying_parties[deploy].rules[a].effect", ran.Error, StringComparison.Ordinal);
            Assert.Empty(ran.Output);
        }
    }

    [Fact]
    public async Task A_recorded_refusal_is_tried_again_with_a_draft()
    {
        var record = await RefusedAsync(Refusals.Reason.NoRuleMatched, Job([("ref", "release")]), Deploy, "main", "release");
        var draft = await DraftAsync("relying_parties:\n" + Release);

        var today = await RunAsync("", "explain", "--exchange", $"{record.Id}");
        var ran = await RunAsync("", "explain", "--exchange", $"{record.Id}", "--draft", draft);

        Assert.Equal((1, 2), (today.Code, ran.Code));
        Assert.StartsWith($"Exchange {record.Id} of ", today.Output, StringComparison.Ordinal);
        Assert.Contains("was refused, no_rule_matched (ref), under revision", today.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^signature +passed   signed by main, when it was recorded$", today.Output);
        Assert.EndsWith("Refused: no_rule_matched" + Environment.NewLine, today.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Draft     granted  project_path:my-group/my-project:ref_type:branch:ref:release$", ran.Output);
        Assert.Matches(@"(?m)^\+ team +""platform""$", ran.Output);
    }

    [Fact]
    public async Task A_record_without_a_verified_job_cannot_be_decided_again()
    {
        var response = await SendAsync(Bridge, "no token", Deploy);

        var ran = await RunAsync("", "explain", "--exchange", response.Member("exchange_id")!);

        Assert.Equal(3, ran.Code);
        Assert.Contains("It cannot be decided again: refused before the signature", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("explain", "-", "--exchange", "0197b7a0-0000-7000-8000-000000000000")]
    [InlineData("explain", "--exchange", "0197b7a0-0000-7000-8000-000000000000", "--audience", "https://deploy.test")]
    [InlineData("explain", "-", "--draft", "-")]
    [InlineData("explain", "--exchange", "17")]
    [InlineData("impact", "-", "--days", "0")]
    [InlineData("impact", "-", "--limit", "-1")]
    [InlineData("impact", "-", "--output", "xml")]
    public async Task What_cannot_be_meant_is_refused(params string[] arguments) => Assert.Equal(1, (await RunAsync("", arguments)).Code);

    [Fact]
    public async Task An_exchange_that_is_not_recorded_is_told() =>
        Assert.Equal(3, (await RunAsync("", "explain", "--exchange", "0197b7a0-0000-7000-8000-000000000000")).Code);

    [Fact]
    public async Task Impact_lists_who_loses_and_who_gains_with_an_exchange_to_look_at()
    {
        Clock.Advance(TimeSpan.FromDays(40));
        var (loser, gainer) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(loser, $"my-group/p{loser}"), Deploy);
        // Ids of one millisecond have no order.
        Clock.Advance(TimeSpan.FromSeconds(1));
        var last = (await GrantedAsync(JobOf(loser, $"my-group/p{loser}"), Deploy)).Record;
        await RefusedAsync(Refusals.Reason.NoRuleMatched, JobOf(gainer, $"my-group/p{gainer}", ("ref", "release")), Deploy, "main", "release");
        await SendAsync(Bridge, "no token", Deploy);
        var draft = await DraftAsync("relying_parties:\n" + Release);

        var text = await RunAsync("", "impact", draft);
        var json = await RunAsync("", "impact", draft, "--output", "json");

        Assert.True(text.Code == 2, text.Output + text.Error);
        Assert.Empty(text.Error);
        Assert.StartsWith("4 exchanges from ", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +2  would lose access, of 1 project$", text.Output);
        Assert.Matches(@"(?m)^ +1  would gain access, of 1 project$", text.Output);
        Assert.Matches(@"(?m)^ +1  cannot be decided again:\r?\n +1  refused before the signature", text.Output);
        Assert.Matches($@"(?m)^  my-group/p{loser} \(main, {loser}\) at deploy\r?\n      before project_path:my-group/p{loser}:ref_type:branch:ref:main\r?\n      after  refused, no_rule_matched \(ref\)\r?\n      2 from \d{{4}}-\d\d-\d\d to \d{{4}}-\d\d-\d\d, such as {last.Id} of main$", text.Output);
        var found = JsonNode.Parse(json.Output)!;
        Assert.Equal((2, 4L, 2L), (json.Code, (long)found["exchanges"]!, (long)found["effects"]!["lost"]!["exchanges"]!));
        Assert.Equal(["lost", "gained"], found["changes"]!.AsArray().Select(change => (string)change!["effect"]!));
        Assert.Equal($"{last.Id}", (string)found["changes"]![0]!["example_exchange_id"]!);
    }

    [Fact]
    public async Task Impact_of_what_is_in_force_already_is_none_and_ends_with_0()
    {
        await GrantedAsync(Job(), Deploy);
        var draft = await DraftAsync("relying_parties:\n" + Main);

        var ran = await RunAsync("", "impact", draft);

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        Assert.EndsWith("Nobody would get anything else." + Environment.NewLine, ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_shown_on_a_terminal_alone_and_wiped()
    {
        await GrantedAsync(Job(), Deploy);
        var draft = await DraftAsync("relying_parties:\n" + Main);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var context = new CommandContext(new ConfigurationBuilder().AddInMemoryCollection(Bridge.Written).Build(), TextReader.Null, output, error, Clock, errorIsTerminal: true);

        Assert.Equal(0, await CommandLine.RunAsync(["impact", draft], context));

        Assert.Matches(@"^\r *\d+ %  +1 exchanges  +0 a second  \d{4}-\d\d-\d\d \d\d:\d\d +\r +\r$", $"{error}");
        Assert.Empty((await RunAsync("", "impact", draft)).Error);
    }

    private async Task<string> DraftAsync(string yaml)
    {
        var path = Path.Combine(Bridge.Folder, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, yaml, Ct);
        return path;
    }

    private async Task<Ran> RunAsync(string input, params string[] arguments)
    {
        var before = await StateAsync();
        var ran = await Ran.WithInputAsync(Bridge.Written, Clock, input, arguments);
        if (input.Length > 0)
            Disclosure.Keep(input);
        Disclosure.Saw(ran.Output + ran.Error);
        Assert.Equal(before, await StateAsync());
        return ran;
    }

    private async Task<(int Records, int Pins, int Paths, int Marks, int Changes, long Revision)> StateAsync()
    {
        await using var context = Bridge.Engine.Database.CreateContext();
        return (await context.Exchanges.CountAsync(Ct), await context.ProjectPins.CountAsync(Ct), await context.BurnedPaths.CountAsync(Ct),
            await context.ReplayMarks.CountAsync(Ct), await context.ChangeLog.CountAsync(Ct), await context.Revision.Select(row => row.Number).SingleAsync(Ct));
    }
}
