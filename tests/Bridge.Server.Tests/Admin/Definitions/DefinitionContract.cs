using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Admin.Definitions;

public sealed class SqliteDefinitionTests(SqliteWorld world) : DefinitionContract<SqliteWorld>(world);

public sealed class PostgreSqlDefinitionTests(PostgreSqlWorld world) : DefinitionContract<PostgreSqlWorld>(world);

/// <summary>Changing single things over the API.</summary>
public abstract class DefinitionContract<TWorld>(TWorld world) : AdminTest<TWorld>(world)
    where TWorld : World
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_relying_party_is_made_read_changed_and_deleted()
    {
        var path = $"/api/v1/relying_parties/{World.NewWord()}";
        var made = await AskAsync("PUT", path, $$"""{"audience":"https://{{World.NewWord()}}.test"}""", "*");
        await BodyAsync(made, HttpStatusCode.Created);
        Assert.Equal(("\"1\"", path), (made.Headers.ETag!.ToString(), made.Headers.Location!.ToString()));

        var read = await AskAsync("GET", path);
        var definition = (await BodyAsync(read))["definition"]!;
        definition["lifetime"] = "5m";
        var changed = await AskAsync("PUT", path, definition.ToJsonString(), read.Headers.ETag!.ToString());
        Assert.Equal("5m", (await BodyAsync(changed))["definition"]!["lifetime"]!.ToString());
        Assert.Equal("\"2\"", changed.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync("DELETE", path, ifMatch: "\"2\"")).StatusCode);
        await ProblemAsync(await AskAsync("GET", path), HttpStatusCode.NotFound, "not_found");
        await ProblemAsync(await AskAsync("DELETE", path, ifMatch: "\"2\""), HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_same_put_again_changes_nothing()
    {
        var path = $"/api/v1/mappings/{World.NewWord()}";
        await BodyAsync(await AskAsync("PUT", path, """{"from":"project_path"}""", "*"), HttpStatusCode.Created);
        var revision = await Bridge.Engine.Database.Configuration.RevisionAsync(Ct);
        var token = await Bridge.MakeTokenAsync(Right.Write, ct: Ct);

        for (var again = 0; again < 2; again++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent("""{"from":"project_path"}""", Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var response = await Bridge.Admin.SendAsync(request, Ct);
            Assert.Equal((HttpStatusCode.OK, "\"1\""), (response.StatusCode, response.Headers.ETag!.ToString()));
        }

        // The token is the one change.
        Assert.Equal(revision + 1, await Bridge.Engine.Database.Configuration.RevisionAsync(Ct));
        await ProblemAsync(await AskAsync("PUT", path, """{"from":"project_path"}""", "*"), HttpStatusCode.PreconditionFailed, "exists");
    }

    [Theory]
    [InlineData("PUT", null)]
    [InlineData("DELETE", null)]
    [InlineData("DELETE", "*")]
    public async Task Whoever_does_not_say_what_they_saw_changes_nothing(string method, string? ifMatch)
    {
        var response = await AskAsync(method, "/api/v1/relying_parties/deploy", method == "PUT" ? "{}" : null, ifMatch);
        await ProblemAsync(response, (HttpStatusCode)428, "version_required");
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("\"x\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"-1\"")]
    public async Task Another_version_is_not_overwritten(string ifMatch) =>
        await ProblemAsync(await AskAsync("PUT", "/api/v1/relying_parties/deploy", """{"audience":"https://deploy.test"}""", ifMatch), HttpStatusCode.PreconditionFailed, "version_mismatch");

    [Fact]
    public async Task Of_two_administrators_at_once_one_writes_and_the_other_is_told()
    {
        var path = $"/api/v1/mappings/{World.NewWord()}";
        await BodyAsync(await AskAsync("PUT", path, """{"from":"project_path"}""", "*"), HttpStatusCode.Created);
        await using var second = await World.SecondNodeAsync(Ct);
        var token = await Bridge.MakeTokenAsync(Right.Write, ct: Ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async one =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent($$"""{"constant":"{{one}}"}""", Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var response = await (one % 2 == 0 ? Bridge : second).Admin.SendAsync(request, Ct);
            return response.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(2, (await BodyAsync(await AskAsync("GET", path)))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once_and_nothing_is_written()
    {
        var revision = await Bridge.Engine.Database.Configuration.RevisionAsync(Ct);
        var word = World.NewWord();

        var paths = await ProblemAsync(await AskAsync("PUT", $"/api/v1/relying_parties/{word}", """{"audience":"https://x.test","lifetime":"13h","colour":"red"}""", "*"), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal([$"relying_parties[{word}].colour", $"relying_parties[{word}].lifetime"], paths.Order(StringComparer.Ordinal));
        Assert.Equal(revision + 1, await Bridge.Engine.Database.Configuration.RevisionAsync(Ct));
    }

    [Fact]
    public async Task The_change_log_says_who_it_was()
    {
        var word = World.NewWord();
        await BodyAsync(await AskAsync("PUT", $"/api/v1/mappings/{word}", """{"from":"project_path"}""", "*"), HttpStatusCode.Created);

        await using var context = Bridge.Engine.Database.CreateContext();
        var entry = await context.ChangeLog.OrderByDescending(row => row.Revision).FirstAsync(Ct);
        Assert.StartsWith("token:", entry.Author, StringComparison.Ordinal);
        Assert.Equal($"+ mappings/{word}", entry.Difference);
    }

    [Fact]
    public async Task A_warning_comes_with_the_answer()
    {
        var word = World.NewWord();
        var body = await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", $$"""{"issuer":"main","group":"{{word}}","components":["project_path","ref_type","ref",{"claim":"environment","missing":"omit"}]}""", "*"), HttpStatusCode.Created);
        Assert.Contains("subject_can_shrink", body["warnings"]!.AsArray().Select(warning => warning!["code"]!.ToString()));
    }

    [Fact]
    public async Task A_warning_that_names_other_things_is_not_told_to_who_may_not_see_them()
    {
        var (word, project) = (World.NewWord(), World.NewProjectId());
        await BodyAsync(await AskAsync("PUT", $"/api/v1/relying_parties/{word}", $$"""{"audience":"https://{{word}}.test","profile":"gcp","rules":[{"id":"a","effect":"allow","everyone":true}]}""", "*"), HttpStatusCode.Created);
        var template = $$"""{"issuer":"main","project_id":"{{project}}","components":["project_path","ref_type","ref"]}""";

        var bound = await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", template, "*", new Caller("", Right.Write, new Reach.Project("main", project))), HttpStatusCode.Created);
        var admin = await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", template, "\"1\""));

        Assert.Equal(["no_immutable_id"], Codes(bound));
        Assert.Contains("subject_too_long", Codes(admin));

        static IEnumerable<string> Codes(JsonNode body) => body["warnings"]!.AsArray().Select(warning => warning!["code"]!.ToString());
    }

    [Fact]
    public async Task A_rule_is_put_into_its_place()
    {
        var path = $"/api/v1/relying_parties/{World.NewWord()}";
        await BodyAsync(await AskAsync("PUT", path, $$"""{"audience":"https://{{World.NewWord()}}.test","rules":[{"id":"a","effect":"allow","everyone":true},{"id":"b","effect":"deny","everyone":true}]}""", "*"), HttpStatusCode.Created);

        await BodyAsync(await AskAsync("PUT", $"{path}/rules/c?position=1", """{"effect":"deny","when":{"ref":"main"}}""", "\"1\""));
        await BodyAsync(await AskAsync("PUT", $"{path}/rules/a?position=2", """{"effect":"allow","everyone":true}""", "\"2\""));
        var rules = await AskAsync("GET", $"{path}/rules");
        Assert.Equal(["c", "b", "a"], (await BodyAsync(rules))["items"]!.AsArray().Select(rule => rule!["id"]!.ToString()));
        Assert.Equal("\"3\"", rules.Headers.ETag!.ToString());

        await BodyAsync(await AskAsync("PUT", $"{path}/rules/c", """{"effect":"allow","when":{"ref":"main"}}""", "\"3\""));
        Assert.Equal(0, (await BodyAsync(await AskAsync("GET", $"{path}/rules/c")))["position"]!.GetValue<int>());
        Assert.Equal(["position"], await ProblemAsync(await AskAsync("PUT", $"{path}/rules/c?position=3", """{"effect":"allow","when":{"ref":"main"}}""", "\"4\""), HttpStatusCode.UnprocessableEntity, "invalid"));
        await ProblemAsync(await AskAsync("PUT", $"{path}/rules/c", """{"effect":"deny","when":{"ref":"main"}}""", "\"3\""), HttpStatusCode.PreconditionFailed, "version_mismatch");
        await ProblemAsync(await AskAsync("DELETE", $"{path}/rules/z", ifMatch: "\"4\""), HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Lists_come_in_pages_that_link_to_the_next()
    {
        var words = Enumerable.Range(0, 5).Select(_ => World.NewWord()).Order(StringComparer.Ordinal).ToList();
        foreach (var word in words)
            await BodyAsync(await AskAsync("PUT", $"/api/v1/mappings/{word}", """{"from":"project_path"}""", "*"), HttpStatusCode.Created);

        var (seen, path) = (new List<string>(), "/api/v1/mappings?limit=2");
        while (path is not null)
        {
            var response = await AskAsync("GET", path);
            var page = await BodyAsync(response);
            Assert.True(page["items"]!.AsArray().Count <= 2);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.ToString()));
            path = page["next"] is { } next ? $"/api/v1/mappings?limit=2&after={next}" : null;
            Assert.Equal(path is null ? [] : [$"<{path}>; rel=\"next\""], response.Headers.TryGetValues("Link", out var links) ? links : []);
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.Subset(seen.ToHashSet(), words.ToHashSet());
        Assert.Equal(["after", "color", "limit"], (await ProblemAsync(await AskAsync("GET", "/api/v1/mappings?limit=0&color=red&after=~"), HttpStatusCode.UnprocessableEntity, "invalid")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_bound_to_a_project_cannot_take_a_template_elsewhere()
    {
        var (project, word) = (World.NewProjectId(), World.NewWord());
        var bound = new Caller("", Right.Write, new Reach.Project("main", project));
        await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", $$"""{"issuer":"main","project_id":"{{project}}","components":["project_id"]}""", "*", bound), HttpStatusCode.Created);

        await ProblemAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", """{"issuer":"main","project_id":"999","components":["project_id"]}""", "\"1\"", bound), HttpStatusCode.NotFound, "not_found");
        await ProblemAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", """{"components":["project_id"]}""", "\"1\"", bound), HttpStatusCode.NotFound, "not_found");
        var listed = await BodyAsync(await AskAsync("GET", "/api/v1/sub_components", caller: bound));
        Assert.Equal([word], listed["items"]!.AsArray().Select(item => item!["id"]!.ToString()));
    }

    [Fact]
    public async Task A_body_of_10_MB_is_not_read_to_its_end()
    {
        using var content = new ByteArrayContent(new byte[10_000_000]) { Headers = { ContentType = new("application/json") } };
        await ProblemAsync(await AskAsync("PUT", "/api/v1/mappings/large", content, "*"), HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task What_is_not_JSON_is_told_so(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } };
        await ProblemAsync(await AskAsync("PUT", "/api/v1/mappings/typed", content, "*"), HttpStatusCode.UnsupportedMediaType, "media_type");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"from\":\"\\ud800\"}")]
    [InlineData("{\"from\":\"a\"}{}")]
    public async Task Malformed_JSON_is_told_so(string text) =>
        await ProblemAsync(await AskAsync("PUT", "/api/v1/mappings/malformed", text, "*"), HttpStatusCode.BadRequest, "malformed");

    [Theory]
    [InlineData("/api/v1/sub_components?after=AA&issuer=%00&group=%00&project_id=%00&relying_party=%00")]
    [InlineData("/api/v1/exchanges?issuer=%00&project_id=%00&relying_party=%00&reason=%00")]
    public async Task What_no_text_of_a_database_can_be_is_in_no_list(string path) =>
        Assert.Empty((await BodyAsync(await AskAsync("GET", path)))["items"]!.AsArray());

    [Fact]
    public async Task What_no_text_of_a_database_can_be_is_a_mistake()
    {
        var word = World.NewWord();
        var paths = await ProblemAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", """{"issuer":"\u0000","project_id":"7","components":["project_id"]}""", "*"), HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains($"sub_components[{word}].issuer", paths);
    }

    [Fact]
    public async Task What_would_cost_the_square_of_its_size_is_not_read()
    {
        var names = string.Join(',', Enumerable.Range(0, 60_000).Select(number => $"\"c{number}\":\"x\""));
        await ProblemAsync(await AskAsync("PUT", $"/api/v1/relying_parties/{World.NewWord()}", $$"""{"audience":"https://x.test","claims":{ {{names}} } }""", "*"), HttpStatusCode.BadRequest, "malformed");

        var (word, components) = (World.NewWord(), string.Join(',', Enumerable.Range(0, 90_000).Select(number => $"\"c{number}\"")));
        var paths = await ProblemAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", $$"""{"issuer":"main","project_id":"7","components":[{{components}}]}""", "*"), HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains($"sub_components[{word}].components", paths);
        Assert.True(paths.Count() < 100);
    }

    [Fact]
    public async Task A_group_may_lie_deeper_than_an_index_reaches()
    {
        var (group, word) = (string.Join('/', Enumerable.Range(0, 80).Select(_ => $"{Guid.NewGuid()}-{Guid.NewGuid()}")), World.NewWord());
        await BodyAsync(await AskAsync("PUT", $"/api/v1/sub_components/{word}", $$"""{"issuer":"main","group":"{{group}}","components":["project_id"]}""", "*"), HttpStatusCode.Created);
        var found = await BodyAsync(await AskAsync("GET", $"/api/v1/sub_components?group={group}"));
        Assert.Equal([word], found["items"]!.AsArray().Select(item => item!["id"]!.ToString()));
    }

    [Fact]
    public async Task A_member_that_stands_twice_is_a_mistake() =>
        Assert.Equal(["mappings[twice].from"], await ProblemAsync(await AskAsync("PUT", "/api/v1/mappings/twice", """{"from":"ref","from":"project_path"}""", "*"), HttpStatusCode.UnprocessableEntity, "invalid"));

    [Fact]
    public async Task A_half_sent_body_writes_nothing()
    {
        var (word, token) = (World.NewWord(), await Bridge.MakeTokenAsync(Right.Admin, ct: Ct));
        var revision = await Bridge.Engine.Database.Configuration.RevisionAsync(Ct);
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(Bridge.Admin.BaseAddress!.Host, Bridge.Admin.BaseAddress.Port, Ct);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /api/v1/mappings/{word} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIf-None-Match: *\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n{{\"from\":\"proj"), Ct);
            client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            try
            {
                await reader.ReadToEndAsync(Ct).WaitAsync(Patience, Ct);
            }
            catch (IOException)
            {
                // Hung up on, as is its due.
            }
        }

        await ProblemAsync(await AskAsync("GET", $"/api/v1/mappings/{word}"), HttpStatusCode.NotFound, "not_found");
        Assert.Equal(revision + 1, await Bridge.Engine.Database.Configuration.RevisionAsync(Ct));
    }

    [Fact]
    public async Task The_list_of_issuers_has_what_was_applied()
    {
        var main = (await BodyAsync(await AskAsync("GET", "/api/v1/issuers")))["items"]!.AsArray().Single(item => item!["id"]!.ToString() == "main")!;
        Assert.Equal(GitLab.Url, ((JsonObject)main["definition"]!)["url"]!.ToString());
    }
}
