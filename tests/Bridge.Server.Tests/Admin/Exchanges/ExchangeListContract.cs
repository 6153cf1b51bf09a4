using System.Net;
using System.Text.Json.Nodes;
using Bridge.Refusals;
using Bridge.Server.Tests.Attacks;
using Bridge.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Admin.Exchanges;

public sealed class SqliteExchangeListTests(SqliteWorld world) : ExchangeListContract<SqliteWorld>(world);

public sealed class PostgreSqlExchangeListTests(PostgreSqlWorld world) : ExchangeListContract<PostgreSqlWorld>(world);

/// <summary>The records over the API.</summary>
public abstract class ExchangeListContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    [Fact]
    public async Task Exchanges_are_listed_newest_first_in_pages_and_exported_whole()
    {
        var project = World.NewProjectId();
        for (var job = 0; job < 5; job++)
        {
            await GrantedAsync(JobOf(project, $"acme/listed-{project}"), "https://deploy.test");
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (seen, next) = (new List<JsonNode>(), (string?)null);
        do
        {
            var page = await BodyAsync(await AskAsync("GET", $"/api/v1/exchanges?issuer=main&project_id={project}&limit=2{(next is null ? "" : $"&after={next}")}"));
            seen.AddRange(page["items"]!.AsArray().Select(item => item!.DeepClone()));
            next = page["next"]?.ToString();
        }
        while (next is not null);

        Assert.Equal(5, seen.Count);
        Assert.Equal(seen.OrderByDescending(item => item["at"]!.ToString(), StringComparer.Ordinal).Select(item => item["id"]!.ToString()), seen.Select(item => item["id"]!.ToString()));
        Assert.All(seen, item => Assert.Equal(("deploy", "all", project), (item["relying_party"]!.ToString(), item["rule"]!.ToString(), item["claims"]!["project_id"]!.ToString())));

        var export = await AskAsync("GET", $"/api/v1/exchanges/export?issuer=main&project_id={project}");
        Assert.Equal("application/jsonl", export.Content.Headers.ContentType!.MediaType);
        var lines = (await export.Content.ReadAsStringAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(seen.Select(item => item["id"]!.ToString()), lines.Select(line => JsonNode.Parse(line)!["id"]!.ToString()));
        Assert.Equal(project, (await BodyAsync(await AskAsync("GET", $"/api/v1/exchanges/{seen[0]["id"]}")))["project_id"]!.ToString());
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_listed_with_what_can_be()
    {
        var project = World.NewProjectId();
        var id = (await GrantedAsync(JobOf(project, $"acme/unread-{project}"), "https://deploy.test")).Record.Id;
        await using (var context = Bridge.Engine.Database.CreateContext())
            Assert.Equal(1, await context.Database.ExecuteSqlAsync($"UPDATE exchanges SET claims = '[', claims_left_out = '[17]' WHERE project_id = {project}", Ct));

        var listed = Assert.Single((await BodyAsync(await AskAsync("GET", $"/api/v1/exchanges?issuer=main&project_id={project}")))["items"]!.AsArray())!;

        Assert.Equal(($"{id}", "deploy", null, """["[17]"]"""), (listed["id"]!.ToString(), listed["relying_party"]!.ToString(), listed["claims"], listed["claims_left_out"]!.ToJsonString()));
    }

    [Fact]
    public async Task Exchanges_are_found_by_each_filter()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"acme/found-{project}"), "https://deploy.test");
        await SendAsync(Bridge, JobOf(project, $"acme/found-{project}"), "https://nowhere.test");
        var scope = $"issuer=main&project_id={project}";

        Assert.Equal(1, await CountAsync($"{scope}&granted=true"));
        Assert.Equal(1, await CountAsync($"{scope}&granted=false"));
        Assert.Equal(1, await CountAsync($"{scope}&relying_party=deploy"));
        Assert.Equal(1, await CountAsync($"{scope}&reason=target_unknown"));
        Assert.Equal(2, await CountAsync($"{scope}&ref=main"));
        var newest = (await BodyAsync(await AskAsync("GET", $"/api/v1/exchanges?{scope}")))["items"]![0]!;
        Assert.Equal(1, await CountAsync($"{scope}&job_id={newest["job_id"]}"));
        Assert.Equal(1, await CountAsync($"{scope}&pipeline_id={newest["pipeline_id"]}"));
        Assert.Equal(1, await CountAsync($"{scope}&subject={Uri.EscapeDataString($"project_path:acme/found-{project}:ref_type:branch:ref:main")}"));
        Assert.Equal(0, await CountAsync($"{scope}&ref=elsewhere"));
        Assert.Equal(2, await CountAsync($"{scope}&since={Uri.EscapeDataString(Clock.GetUtcNow().AddMinutes(-1).ToString("O"))}"));
        Assert.Equal(0, await CountAsync($"{scope}&until={Uri.EscapeDataString(Clock.GetUtcNow().AddMinutes(-1).ToString("O"))}"));
        Assert.Equal(["granted", "project_id", "since"], (await ProblemAsync(await AskAsync("GET", "/api/v1/exchanges?issuer=main&granted=1&since=yesterday"), HttpStatusCode.UnprocessableEntity, "invalid")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_rare_is_looked_for_a_part_at_a_time_and_the_answer_says_where_it_stopped()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"acme/rare-{project}"), "https://deploy.test");
        var refused = await RefusedAsync(Reason.TargetUnknown, JobOf(project, $"acme/rare-{project}"), "https://nowhere.test", actual: "https://nowhere.test");
        Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var some in Enumerable.Range(0, ExchangePages.Window).Chunk(500))
            await Task.WhenAll(some.Select(_ => Bridge.Engine.Database.Journal.CommitAsync(new(refused with { Id = Guid.CreateVersion7(Clock.GetUtcNow()), At = Clock.GetUtcNow() }, refused.Revision, null, null), Ct).AsTask()));

        var scope = $"/api/v1/exchanges?issuer=main&project_id={project}&granted=true";
        var first = await BodyAsync(await AskAsync("GET", scope));
        Assert.Empty(first["items"]!.AsArray());
        Assert.Equal(Clock.GetUtcNow(), first["looked_to"]!.GetValue<DateTimeOffset>());
        var second = await BodyAsync(await AskAsync("GET", $"{scope}&after={first["next"]}"));
        Assert.Single(second["items"]!.AsArray());
        Assert.Equal((null, null), (second["next"], second["looked_to"]));
        // What is asked for whole is found whole.
        Assert.Single((await (await AskAsync("GET", scope.Replace("exchanges?", "exchanges/export?", StringComparison.Ordinal))).Content.ReadAsStringAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<int> CountAsync(string query) => (await BodyAsync(await AskAsync("GET", $"/api/v1/exchanges?{query}")))["items"]!.AsArray().Count;
}
