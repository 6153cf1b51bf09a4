using System.Text.Json;
using Bridge.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge history</c>, <c>rollback</c>, <c>log</c>, <c>audit verify</c> and <c>export</c>: what was, who changed it, and back again.</summary>
public sealed class HistoryCommandTests : CommandTest
{
    private static readonly string End = Environment.NewLine;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await InitializedAsync();
    }

    [Fact]
    public async Task History_shows_each_version_with_when_who_and_why()
    {
        await ApplyAsync(Party("10m"));
        Clock.Advance(TimeSpan.FromHours(1));
        await ApplyAsync(Party("5m"), "--why", "ticket 7");
        await ApplyAsync("relying_parties: {prune: true, items: []}");

        var lines = (await DoneAsync("history", "relying_parties", "deploy")).Split(End);

        var author = $"cli:{Environment.UserName}@{Environment.MachineName}";
        Assert.Equal(
            [
                $"   3  2026-07-01 13:00:00Z  {author}  deleted",
                $"   2  2026-07-01 13:00:00Z  {author}  lifetime 10m → 5m",
                "      ticket 7",
                $"   1  2026-07-01 12:00:00Z  {author}  made",
                "",
            ],
            lines);
        Assert.Equal(lines[3] + End, await DoneAsync("history", "relying_parties", "deploy", "--before", "2"));
        Assert.Equal(lines[0] + End, await DoneAsync("history", "relying_parties", "deploy", "--limit", "1"));
    }

    [Fact]
    public async Task History_is_a_document_too()
    {
        await ApplyAsync(Party("10m"), "--why", "ticket 7");

        using var json = JsonDocument.Parse(await DoneAsync("history", "relying_parties", "deploy", "--output", "json"));

        var version = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal((1, "ticket 7", "made"), (version.GetProperty("version").GetInt32(), version.GetProperty("why").GetString(), version.GetProperty("difference").GetString()));
        Assert.Equal("10m", version.GetProperty("after").GetProperty("lifetime").GetString());
    }

    [Fact]
    public async Task Two_versions_are_compared_part_by_part()
    {
        await ApplyAsync(Party("10m"));
        await ApplyAsync("relying_parties: [{id: deploy, audience: 'https://deploy.test', rules: [{id: two, effect: allow, everyone: true}, {id: all, effect: deny, everyone: true}]}]");

        Assert.Equal(
            string.Join(End, "lifetime", "  - 10m", "rules[all].effect", "  - allow", "  + deny", "rules[two]", "  + {id: two, effect: allow, everyone: true}", ""),
            await DoneAsync("history", "relying_parties", "deploy", "--diff", "1", "2"));
        Assert.Equal($"No difference.{End}", await DoneAsync("history", "relying_parties", "deploy", "--diff", "2", "2"));
        using var json = JsonDocument.Parse(await DoneAsync("history", "relying_parties", "deploy", "--diff", "2", "1", "--output", "json"));
        var last = json.RootElement.EnumerateArray().Last();
        Assert.Equal(("lifetime", null, "10m"), (Text(last, "path"), Text(last, "before"), Text(last, "after")));
    }

    [Theory]
    [InlineData("history relying_parties nobody", "There is no version of relying_parties/nobody.")]
    [InlineData("history relying_parties deploy --diff 1 9", "There is no version 9 of relying_parties/deploy")]
    [InlineData("rollback relying_parties deploy 9 --why x", "There is no version 9 of relying_parties/deploy")]
    [InlineData("rollback signing_keys RS256/1 1 --why x", "signing_keys cannot be rolled back: `bridge keys`")]
    [InlineData("rollback tokens 0197c5a4 1 --why x", "tokens cannot be rolled back: `bridge tokens`")]
    [InlineData("rollback people local/1 1 --why x", "people cannot be rolled back: ")]
    [InlineData("rollback project_pins main/20 1 --why x", "project_pins cannot be rolled back: `bridge projects confirm`")]
    public async Task What_is_not_there_is_told(string command, string told)
    {
        await ApplyAsync(Party("10m"));

        var ran = await RunAsync(command.Split(' '));

        Assert.Equal(3, ran.Code);
        Assert.StartsWith(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_makes_the_old_content_the_next_version()
    {
        await ApplyAsync(Party("10m"));
        await ApplyAsync(Party("5m"));

        Assert.Equal(2, (await RunAsync("rollback", "relying_parties", "deploy", "1", "--why", "too short", "--dry-run")).Code);
        Assert.Equal($"~ relying_parties/deploy: lifetime 5m → 10m{End}Applied: 1 changed.{End}", await DoneAsync("rollback", "relying_parties", "deploy", "1", "--why", "too short"));

        Assert.Equal($"No difference.{End}", await DoneAsync("history", "relying_parties", "deploy", "--diff", "1", "3"));
        Assert.Contains("too short", await DoneAsync("history", "relying_parties", "deploy", "--limit", "1"), StringComparison.Ordinal);
        Assert.Equal($"Nothing to change.{End}", await DoneAsync("rollback", "relying_parties", "deploy", "1", "--why", "again"));
    }

    [Fact]
    public async Task Rollback_needs_a_reason()
    {
        await ApplyAsync(Party("10m"));

        Assert.NotEqual(0, (await RunAsync("rollback", "relying_parties", "deploy", "1")).Code);
    }

    [Theory]
    [InlineData("relying_parties", "deploy", "relying_parties: [{id: deploy, audience: 'https://deploy.test'}]")]
    [InlineData("sub_components", "own", "sub_components: [{id: own, components: [project_id, ref_type, ref]}]")]
    [InlineData("clients", "robot", "clients: [{id: robot, enabled: false, secret_sha256: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]}]")]
    [InlineData("projects", "gitlab/20", "issuers: [{id: gitlab, url: 'https://gitlab.test'}]\nprojects: [{issuer: gitlab, project_id: '20'}]")]
    public async Task What_was_deleted_is_made_again_with_the_next_version(string section, string id, string yaml)
    {
        await ApplyAsync(yaml);
        await ApplyAsync($"{section}: {{prune: true, items: []}}");

        Assert.Contains("is its deletion", (await RunAsync("rollback", section, id, "2", "--why", "x")).Error, StringComparison.Ordinal);
        Assert.StartsWith($"+ {section}/{id}{End}", await DoneAsync("rollback", section, id, "1", "--why", "needed"), StringComparison.Ordinal);

        Assert.StartsWith("   3  ", await DoneAsync("history", section, id), StringComparison.Ordinal);
        Assert.Contains("made again", await DoneAsync("history", section, id, "--limit", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_is_checked_like_any_change()
    {
        await ApplyAsync("issuers: [{id: gitlab, url: 'https://gitlab.test'}]\nsub_components: [{id: own, issuer: gitlab, components: [project_id, ref_type, ref]}]");
        await ApplyAsync("issuers: {prune: true, items: []}\nsub_components: {prune: true, items: []}");

        var template = await RunAsync("rollback", "sub_components", "own", "1", "--why", "x");
        var issuer = await RunAsync("rollback", "issuers", "gitlab", "1", "--why", "x");

        Assert.Equal((3, $"sub_components[own].issuer: there is no issuer gitlab{End}"), (template.Code, template.Error));
        Assert.Equal(3, issuer.Code);
        Assert.Contains("was an issuer that was deleted", issuer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_is_one_line()
    {
        var ran = await InputAsync(Party("10m"), "apply", "-", "--why", "a\nb");

        Assert.Equal((3, $"why: must be one line of at most 1000 characters{End}"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task The_log_shows_who_changed_what_and_why_and_of_what_they_were_warned()
    {
        await ApplyAsync(Party("10m"));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await InputAsync("sub_components: [{id: own, components: [project_path, {claim: environment, missing: omit}]}]", "apply", "-", "--why", "ticket 8")).Code);

        var all = await DoneAsync("log");
        var newest = await DoneAsync("log", "--limit", "1");

        Assert.StartsWith(newest, all, StringComparison.Ordinal);
        Assert.Contains("+ relying_parties/deploy", all, StringComparison.Ordinal);
        Assert.Equal(["ticket 8", "+ sub_components/own"], newest.Split(End).Skip(1).Take(2).Select(line => line.Trim()));
        Assert.Contains("(subject_can_shrink)", newest, StringComparison.Ordinal);
        Assert.Equal(newest, await DoneAsync("log", "--section", "sub_components"));
        Assert.Equal(newest, await DoneAsync("log", "--section", "sub_components", "--id", "own"));
        Assert.Equal(newest, await DoneAsync("log", "--since", "2026-07-01T13:00"));
        Assert.Equal("", await DoneAsync("log", "--author", "nobody"));
        Assert.NotEqual(0, (await RunAsync("log", "--id", "own")).Code);
        Assert.NotEqual(0, (await RunAsync("log", "--since", "soon")).Code);
    }

    [Fact]
    public async Task The_log_is_a_document_too()
    {
        Assert.Equal(0, (await InputAsync("sub_components: [{id: own, components: [project_path, {claim: environment, missing: omit}]}]", "apply", "-")).Code);

        using var json = JsonDocument.Parse(await DoneAsync("log", "--output", "json", "--limit", "1"));

        var entry = json.RootElement[0];
        Assert.Equal("+ sub_components/own", entry.GetProperty("difference")[0].GetString());
        Assert.Contains("subject_can_shrink", entry.GetProperty("warnings").EnumerateArray().Select(warning => Text(warning, "code")));
        Assert.Equal(64, Text(entry, "hash")!.Length);
        Assert.Equal(64, Text(entry, "previous_hash")!.Length);
    }

    [Fact]
    public async Task An_audit_ends_with_1_and_says_where_the_log_is_broken()
    {
        await ApplyAsync(Party("10m"));
        var whole = await DoneAsync("audit", "verify");
        var head = whole.Split(End)[1]["Head: ".Length..];
        await ApplyAsync(Party("5m"));
        Assert.StartsWith("The change log is whole: ", await DoneAsync("audit", "verify", "--expect", head.ToUpperInvariant()), StringComparison.Ordinal);

        var unknown = await RunAsync("audit", "verify", "--expect", new string('0', 64));
        Assert.Equal(1, unknown.Code);
        Assert.Contains("the chain is another one", unknown.Error, StringComparison.Ordinal);

        await using (var database = BridgeDatabase.Open(new StorageOptions { Path = DatabaseFile }, Clock, NullLoggerFactory.Instance))
        await using (var context = database.CreateContext())
            await context.Database.ExecuteSqlRawAsync("UPDATE change_log SET author = 'cli:somebody@else' WHERE revision = (SELECT MAX(revision) FROM change_log)", Ct);
        var broken = await RunAsync("audit", "verify");
        Assert.Equal(1, broken.Code);
        Assert.Matches(@"\AThe change log is broken at revision \d+: its entry or one of its items was changed", broken.Error);
        using var json = JsonDocument.Parse((await RunAsync("audit", "verify", "--output", "json")).Output);
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("broken").ValueKind);
    }

    [Fact]
    public async Task An_audit_ends_with_1_and_names_what_was_changed_past_the_log()
    {
        await ApplyAsync(Party("10m"));
        await using (var database = BridgeDatabase.Open(new StorageOptions { Path = DatabaseFile }, Clock, NullLoggerFactory.Instance))
        await using (var context = database.CreateContext())
            await context.Database.ExecuteSqlRawAsync("UPDATE relying_parties SET definition = replace(definition, '10m', '60m')", Ct);

        var text = await RunAsync("audit", "verify");
        var json = await RunAsync("audit", "verify", "--output", "json");

        Assert.Equal((1, 1), (text.Code, json.Code));
        Assert.StartsWith("The change log is whole: ", text.Output, StringComparison.Ordinal);
        Assert.Equal($"Changed past the change log: relying_parties/deploy is not as version 1 left it.{End}", text.Error);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("broken").ValueKind);
        Assert.Equal("deploy", Text(Assert.Single(document.RootElement.GetProperty("altered").EnumerateArray()), "id"));
        Assert.False(document.RootElement.TryGetProperty("passed", out _));
    }

    [Fact]
    public async Task An_export_applied_again_changes_nothing_and_makes_the_same_on_an_empty_instance()
    {
        Assert.Equal(0, (await RunAsync("apply", Sample())).Code);

        var exported = await DoneAsync("export");
        Assert.Equal("", await DoneAsync("export", In("export.yaml")));
        Assert.Equal(exported, await File.ReadAllTextAsync(In("export.yaml"), Ct));
        var again = await RunAsync("apply", In("export.yaml"));
        Assert.Equal((0, $"Nothing to change.{End}"), (again.Code, again.Output));

        Settings["Bridge:Storage:Path"] = In("second.db");
        await DoneAsync("migrate");
        Assert.Equal(0, (await RunAsync("apply", In("export.yaml"))).Code);
        Assert.Equal(exported, await DoneAsync("export"));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told()
    {
        var ran = await RunAsync("export", In("missing/export.yaml"));

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"{In("missing/export.yaml")} cannot be written", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_fails_leaves_nothing_beside()
    {
        Directory.CreateDirectory(In("export.yaml"));

        var ran = await RunAsync("export", In("export.yaml"));

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"{In("export.yaml")} cannot be written", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("export.yaml.new")));
    }

    private static string Party(string lifetime) => $"relying_parties: [{{id: deploy, audience: 'https://deploy.test', lifetime: {lifetime}, rules: [{{id: all, effect: allow, everyone: true}}]}}]";

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Sample([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../config/bridge.yaml");

    private async Task ApplyAsync(string yaml, params string[] more)
    {
        var ran = await InputAsync(yaml, ["apply", "-", .. more]);
        Assert.True(ran.Code == 0, ran.Error);
    }
}
