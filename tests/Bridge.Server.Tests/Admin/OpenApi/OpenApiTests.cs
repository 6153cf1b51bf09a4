using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Tests.Hosting;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Bridge.Server.Tests.Admin.OpenApi;

public sealed class OpenApiTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1()
    {
        using var stream = await servers.Bridge.Admin.GetStreamAsync("/api/v1/openapi.json", Ct);
        var read = await OpenApiDocument.LoadAsync(stream, "json", new OpenApiReaderSettings(), Ct);

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.NotEmpty(read.Document!.Paths);
        Assert.Equal(
            read.Document.Paths.SelectMany(path => path.Value.Operations!.Values).Count(),
            read.Document.Paths.SelectMany(path => path.Value.Operations!.Values).Select(operation => operation.OperationId).Distinct().Count());
    }

    [Fact]
    public async Task Every_route_of_the_table_is_in_the_document_and_the_other_way_round()
    {
        var paths = await PathsAsync();
        var documented = paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        Assert.Equal(AdminRoutes.All.Select(Documented.Name).Distinct().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_success_that_the_table_sees_is_documented_and_the_other_way_round()
    {
        var paths = await PathsAsync();
        foreach (var route in AdminRoutes.All.GroupBy(Documented.Name))
        {
            var (method, path) = (route.Key.Split(' ')[0].ToLowerInvariant(), route.Key.Split(' ')[1]);
            var documented = paths[path]![method]!["responses"]!.AsObject().Select(response => int.Parse(response.Key)).Where(status => status < 300);
            var seen = route.SelectMany(row => new[] { row.Read, row.Write, row.Admin, row.Own, row.Foreign, row.Group }).Where(status => status < 300).Distinct();
            Assert.True(documented.Order().SequenceEqual(seen.Order()), $"{route.Key}: documented {string.Join(' ', documented)}, seen {string.Join(' ', seen)}");
        }
    }

    [Fact]
    public async Task Answers_are_as_their_schemas_say()
    {
        var document = JsonNode.Parse(await servers.Bridge.Admin.GetStringAsync("/api/v1/openapi.json", Ct))!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/issuers");
        request.Headers.Authorization = new("Bearer", await servers.Bridge.MakeTokenAsync(Right.Read, ct: Ct));
        var page = JsonNode.Parse(await (await servers.Bridge.Admin.SendAsync(request, Ct)).Content.ReadAsStringAsync(Ct))!;

        var schema = document["components"]!["schemas"]!["ThingPage"]!;
        Assert.Equal(["items"], schema["required"]!.AsArray().Select(name => name!.ToString()));
        var item = schema["properties"]!["items"]!["items"]!;
        Assert.Equal(["definition", "id"], item["required"]!.AsArray().Select(name => name!.ToString()).Order(StringComparer.Ordinal));
        Assert.Subset(item["properties"]!.AsObject().Select(property => property.Key).ToHashSet(), page["items"]![0]!.AsObject().Select(member => member.Key).ToHashSet());
    }

    private async Task<JsonObject> PathsAsync() => JsonNode.Parse(await servers.Bridge.Admin.GetStringAsync("/api/v1/openapi.json", Ct))!["paths"]!.AsObject();
}
