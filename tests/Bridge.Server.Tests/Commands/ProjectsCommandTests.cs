using System.Text.Json.Nodes;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge projects</c> as an administrator and a script see it.</summary>
public sealed class ProjectsCommandTests : CommandTest
{
    private const string Yaml = """
        issuers: [{ id: gitlab, url: 'https://gitlab.test' }, { id: other, url: 'https://other.test', subject_prefix: 'other:' }]
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            rules:
              - { id: seen, effect: allow, when: { project_id: { one_of: ["22"] } } }
              - { id: gone, effect: allow, when: { project_id: ["23", "24"], issuer: gitlab } }
              - { id: path, effect: allow, when: { project_path: group/app } }
              - { id: old-path, effect: deny, when: { project_path: group/never } }
              - { id: not, effect: allow, when: { project_id: { not: "99" }, ref: main } }
        sub_components: [{ id: own, issuer: gitlab, project_id: "30", components: [project_id, ref] }]
        projects: [{ issuer: gitlab, project_id: "22" }, { issuer: gitlab, project_id: "31" }]
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await InitializedAsync();
        Assert.Equal(0, (await InputAsync(Yaml, "apply", "-")).Code);
        await using var database = Open();
        var revision = await database.Configuration.RevisionAsync(Ct);
        var pin = new ProjectPin("7", "Group/App", Clock.GetUtcNow());
        await database.Journal.CommitAsync(new JournalEntry(Record("22", null), revision, null, new PinChange("gitlab", "22", null, pin, pin.Path)), Ct);
        await database.Journal.CommitAsync(new JournalEntry(Record("40", "project_recycled"), revision, null, null), Ct);
    }

    [Fact]
    public async Task List_shows_what_is_known()
    {
        Assert.Equal(
            [
                $"gitlab/22  Group/App  namespace 7  enrolled  last seen {Clock.GetUtcNow():u}",
                "gitlab/30  never granted a token  1 template  no record",
                "gitlab/31  never granted a token  enrolled  no record",
            ],
            Lines(await DoneAsync("projects", "list")));
        Assert.Single(Lines(await DoneAsync("projects", "list", "--search", "group/")));
        Assert.Equal(["No such project is known."], Lines(await DoneAsync("projects", "list", "--issuer", "other")));
    }

    [Fact]
    public async Task Waiting_says_what_happened_and_how_it_is_confirmed() => Assert.Equal(
        [
            "gitlab/40  group/app  namespace 8",
            $"  project_recycled: the path group/app belonged to project 22 (once, {Clock.GetUtcNow():u}, asked for deploy)",
            "  bridge projects confirm gitlab 40 --namespace-id 8 --path group/app",
        ],
        Lines(await DoneAsync("projects", "list", "--waiting")));

    [Fact]
    public async Task Json_is_one_array()
    {
        var waiting = Assert.Single(JsonNode.Parse(await DoneAsync("projects", "list", "--waiting", "--output", "json"))!.AsArray())!;
        Assert.Equal(("gitlab", "40", "22"), (waiting["issuer"]!.GetValue<string>(), waiting["project_id"]!.GetValue<string>(), waiting["confirm"]!["path_owner"]!.GetValue<string>()));
        Assert.Equal("project_recycled", waiting["reasons"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(3, JsonNode.Parse(await DoneAsync("projects", "list", "--output", "json"))!.AsArray().Count);
        Assert.Equal("group/app", JsonNode.Parse(await DoneAsync("projects", "burned", "--output", "json"))![0]!["path"]!.GetValue<string>());
        Assert.Empty(JsonNode.Parse(await DoneAsync("projects", "burned", "--project-id", "1", "--output", "json"))!.AsArray());
    }

    [Fact]
    public async Task Confirm_shows_what_it_sets_and_what_it_means()
    {
        var output = await DoneAsync("projects", "confirm", "gitlab", "40", "--yes");

        Assert.Equal(
            [
                "Project 40 of gitlab:",
                "  path          group/app",
                "  namespace id  8",
                $"  as a token of {Clock.GetUtcNow():u} showed it",
                $"  project_recycled: the path group/app belonged to project 22 (once, {Clock.GetUtcNow():u}, asked for deploy)",
                "Confirming it means:",
                "- the path is taken from project 22, whose jobs are refused under it from then on, and what names this path in rules and templates is this project's;",
                "- it is enrolled: relying parties that demand enrolled projects serve it, as their rules say.",
                "Confirmed.",
            ],
            Lines(output));
        Assert.Equal(["No project waits."], Lines(await DoneAsync("projects", "list", "--waiting")));
        Assert.Equal(["gitlab  group/app  project 40"], Lines(await DoneAsync("projects", "burned")));
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_confirmed()
    {
        var ran = await InputAsync("y\n", "projects", "confirm", "gitlab", "40");

        Assert.Equal(1, ran.Code);
        Assert.Contains("--yes", ran.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Lines(await DoneAsync("projects", "list", "--waiting")));
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("yes\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("\n", 1)]
    [InlineData("", 1)]
    public async Task On_a_terminal_it_asks(string answer, int code)
    {
        Assert.Equal(code, (await Ran.OnTerminalAsync(Settings.AsReadOnly(), Clock, answer, "projects", "confirm", "gitlab", "40")).Code);
        Assert.Equal(code == 0, (await DoneAsync("projects", "list", "--waiting")).StartsWith("No project", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gitlab", "22")]
    [InlineData("gitlab", "41")]
    [InlineData("other", "40")]
    [InlineData("unknown", "40")]
    public async Task What_does_not_wait_cannot_be_confirmed(string issuer, string project)
    {
        var ran = await RunAsync("projects", "confirm", issuer, project, "--yes");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Contains("does not wait", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseen_names_rules_templates_and_enrolments_whose_project_did_not_come()
    {
        string[] never =
        [
            "relying_parties/deploy/rules/gone  project 23 of gitlab  never seen",
            "relying_parties/deploy/rules/gone  project 24 of gitlab  never seen",
            "relying_parties/deploy/rules/old-path  path group/never of gitlab, other  never seen",
            "sub_components/own  project 30 of gitlab  never seen",
            "projects/gitlab/31  project 31 of gitlab  never seen",
        ];
        Assert.Equal(never, Lines(await DoneAsync("projects", "unseen", "--days", "30")));
        var seen = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(
            never.Concat([
                $"relying_parties/deploy/rules/seen  project 22 of gitlab, other  last seen {seen:u}",
                $"relying_parties/deploy/rules/path  path group/app of gitlab, other  last seen {seen:u}",
                $"projects/gitlab/22  project 22 of gitlab  last seen {seen:u}",
            ]).Order(StringComparer.Ordinal),
            Lines(await DoneAsync("projects", "unseen", "--days", "30")).Order(StringComparer.Ordinal));
        Assert.Equal(5, JsonNode.Parse(await DoneAsync("projects", "unseen", "--days", "40", "--output", "json"))!.AsArray().Count);
    }

    private static string[] Lines(string output) => output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private ExchangeRecord Record(string project, string? reason) => new()
    {
        Id = Guid.CreateVersion7(Clock.GetUtcNow()),
        At = Clock.GetUtcNow(),
        Address = "",
        Revision = 1,
        Reason = reason,
        ReasonName = reason is null ? null : "project_path",
        Expected = reason is null ? null : "22",
        Actual = reason is null ? null : "group/app",
        Issuer = "gitlab",
        ProjectId = project,
        WaitingProjectId = reason is null ? null : project,
        RelyingParty = "deploy",
        Claims = $$"""{"iat":{{Clock.GetUtcNow().ToUnixTimeSeconds()}},"namespace_id":"8","project_path":"group/app"}""",
    };

    private BridgeDatabase Open() => BridgeDatabase.Open(new StorageOptions { Path = DatabaseFile }, Clock, NullLoggerFactory.Instance);
}
