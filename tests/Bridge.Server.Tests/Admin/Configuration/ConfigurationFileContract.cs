using System.Net;
using System.Text;
using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Admin.Configuration;

public sealed class SqliteConfigurationFileTests(SqliteWorld world) : ConfigurationFileContract<SqliteWorld>(world);

public sealed class PostgreSqlConfigurationFileTests(PostgreSqlWorld world) : ConfigurationFileContract<PostgreSqlWorld>(world);

/// <summary>The whole configuration over the API, and its history.</summary>
public abstract class ConfigurationFileContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    [Fact]
    public async Task What_is_exported_changes_nothing_when_it_is_applied()
    {
        var export = await (await AskAsync("GET", "/api/v1/configuration")).Content.ReadAsStringAsync(Ct);
        Assert.Contains("id: main", export, StringComparison.Ordinal);

        var applied = await BodyAsync(await ApplyAsync(export, "dry_run=true"));
        Assert.False(applied["written"]!.GetValue<bool>());
        Assert.Empty(applied["difference"]!.AsArray());
    }

    [Fact]
    public async Task A_file_is_tried_applied_and_logged_with_why()
    {
        var word = World.NewWord();
        var yaml = $"mappings: [{{ id: {word}, from: project_path }}]\n";

        Assert.Equal([$"+ mappings/{word}"], (await BodyAsync(await ApplyAsync(yaml, "dry_run=true")))["difference"]!.AsArray().Select(line => line!.ToString()));
        await ProblemAsync(await AskAsync("GET", $"/api/v1/mappings/{word}"), HttpStatusCode.NotFound, "not_found");
        Assert.True((await BodyAsync(await ApplyAsync(yaml, "why=because%20of%20Zo%C3%AB")))["written"]!.GetValue<bool>());

        var version = (await BodyAsync(await AskAsync("GET", $"/api/v1/mappings/{word}/versions")))["items"]!.AsArray().Single()!;
        Assert.Equal("because of Zoë", version["why"]!.ToString());
        var change = await BodyAsync(await AskAsync("GET", $"/api/v1/change_log/{version["revision"]}"));
        Assert.Equal(64, change["file_sha256"]!.ToString().Length);
        var item = (await BodyAsync(await AskAsync("GET", $"/api/v1/change_log/{version["revision"]}/items")))["items"]!.AsArray().Single()!;
        Assert.Equal((word, "project_path"), (item["id"]!.ToString(), item["after"]!["from"]!.ToString()));
        var listed = (await BodyAsync(await AskAsync("GET", $"/api/v1/change_log?section=mappings&id={word}")))["items"]!.AsArray();
        Assert.Equal(version["revision"]!.ToString(), Assert.Single(listed)!["revision"]!.ToString());
    }

    [Fact]
    public async Task Who_may_write_applies_rules_and_not_the_rest()
    {
        var writer = new Caller("", Right.Write, Reach.Everything);
        var word = World.NewWord();
        await BodyAsync(await ApplyAsync($"mappings: [{{ id: {word}, from: project_path }}]", "", writer));
        await ProblemAsync(await ApplyAsync($"mappings: [{{ id: {word}, from: ref }}]\nclients: [{{ id: gitlab-ci, enabled: false }}]", "", writer), HttpStatusCode.Forbidden, "too_little_right");
        Assert.Equal("project_path", (await BodyAsync(await AskAsync("GET", $"/api/v1/mappings/{word}")))["definition"]!["from"]!.ToString());
        await ProblemAsync(await ApplyAsync($"mappings: [{{ id: {word}, from: ref }}]", "", new Caller("", Right.Read, Reach.Everything)), HttpStatusCode.Forbidden, "too_little_right");
    }

    [Fact]
    public async Task All_mistakes_of_a_file_are_told_with_their_lines()
    {
        var response = await ApplyAsync("mappings:\n  - id: x\n    form: ref\nissuer: []\n", "dry_run=true");
        var body = await BodyAsync(response, HttpStatusCode.UnprocessableEntity);
        Assert.Contains(body["errors"]!.AsArray(), error => error!["line"]!.GetValue<int>() == 3);
        Assert.Contains(body["errors"]!.AsArray(), error => error!["line"]!.GetValue<int>() == 4);
        await ProblemAsync(await ApplyAsync("a: &x 1\nb: *x", ""), HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal(["allow_delete", "dryrun"], (await ProblemAsync(await ApplyAsync("", "dryrun=true&allow_delete=x"), HttpStatusCode.UnprocessableEntity, "invalid")).Order(StringComparer.Ordinal));
    }

    private Task<HttpResponseMessage> ApplyAsync(string yaml, string query, Caller? caller = null) =>
        AskAsync("POST", $"/api/v1/configuration?{query}", new StringContent(yaml, Encoding.UTF8, "application/yaml"), caller: caller);
}
