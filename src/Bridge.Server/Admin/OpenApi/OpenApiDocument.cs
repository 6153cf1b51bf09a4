using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.GitLabDoor;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Admin.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the admin listener, made of the routes that are mapped: their addresses, what they need and what
/// stands beside them (<see cref="Described"/>).
/// </summary>
internal sealed class OpenApiDocument
{
    private static readonly int[] Always = [401, 429, 500, 503];

    private readonly EndpointDataSource routes;
    private readonly AnswerSchemas answers;
    private readonly Lazy<byte[]> utf8;

    public OpenApiDocument(EndpointDataSource routes, IOptions<JsonOptions> json)
    {
        (this.routes, answers) = (routes, new AnswerSchemas(json.Value.SerializerOptions));
        utf8 = new(() => JsonSerializer.SerializeToUtf8Bytes(Make(), json.Value.SerializerOptions));
    }

    /// <summary>The document; the routes are mapped once, so it is made once.</summary>
    public byte[] Utf8 => utf8.Value;

    private JsonObject Make()
    {
        var schemas = new JsonObject { ["Problem"] = Problem(), ["GitLabError"] = GitLabError() };
        var paths = new JsonObject();
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<Door>() == Door.Admin))
        {
            if (route.Metadata.GetMetadata<Described>() is not { } described || route.Metadata.GetMetadata<NeedsAttribute>() is not { Right: { } right } needs)
                continue;
            var path = Path(route.RoutePattern);
            var item = paths[path] as JsonObject ?? [];
            paths[path] = item;
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                item[method.ToLowerInvariant()] = Operation(route, described, right, needs.Over, method, path, schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "Bridge", ["version"] = "1", ["description"] = "Administration of a Bridge. Lists come in pages: ask for the next one with what the page before named as next." },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API token of Bridge: brg_…" },
                    ["private_token"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "PRIVATE-TOKEN", ["description"] = "The same, as programs send it that speak to GitLab." },
                },
                ["schemas"] = schemas,
            },
        };
    }

    private JsonObject Operation(RouteEndpoint route, Described described, Right right, Over over, string method, string path, JsonObject schemas)
    {
        var gitLab = route.Metadata.GetMetadata<Surface>() is GitLabSurface;
        var operation = new JsonObject
        {
            ["operationId"] = OperationId(method, path),
            ["summary"] = described.Summary,
            ["description"] = $"Needs the right {right.Word()}{(over == Over.Instance ? " over the whole instance" : "")}.",
            ["tags"] = new JsonArray(path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["api", "v1", var tag, ..] ? tag : "gitlab"),
            ["parameters"] = new JsonArray([.. route.RoutePattern.Parameters.Select(PathParameter), .. described.Query.Distinct(StringComparer.Ordinal).Select(QueryParameter), .. Conditions(described, method)]),
        };
        if (described.Body is { } body)
        {
            schemas[body] ??= BodySchemas.Of(body);
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(described.BodyType, body) };
            if (gitLab)
                operation["requestBody"]!["content"]!["application/x-www-form-urlencoded"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } };
        }

        if (gitLab)
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["private_token"] = new JsonArray() });
        operation["responses"] = Responses(described, right, over, gitLab, schemas);
        return operation;
    }

    private JsonObject Responses(Described described, Right right, Over over, bool gitLab, JsonObject schemas)
    {
        var responses = new JsonObject();
        foreach (var (status, type, mediaType) in described.Yes)
        {
            var response = new JsonObject { ["description"] = status switch { 201 => "It was made.", 204 => "It is done.", _ => "What was asked for." } };
            if (type is not null)
            {
                var name = type == typeof(string) ? BodySchemas.Text : AnswerSchemas.Name(type);
                schemas[name] ??= type == typeof(string) ? BodySchemas.Of(name) : answers.Of(type);
                response["content"] = Content(mediaType, name);
            }

            if (described.Conditional && type is not null)
                response["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["description"] = "The version.", ["schema"] = new JsonObject { ["type"] = "string" } } };
            responses[Number(status)] = response;
        }

        int[] implied = [.. Always, .. right > Right.Read ? [403] : Array.Empty<int>(), .. over != Over.Own ? [404] : Array.Empty<int>()];
        foreach (var status in implied.Concat(described.No).Distinct().Order())
        {
            responses[Number(status)] = new JsonObject
            {
                ["description"] = Problems.ProblemKind.Titles(status),
                ["content"] = gitLab && status != 500 ? Content("application/json", "GitLabError") : Content("application/problem+json", "Problem"),
            };
        }

        return responses;
    }

    private static IEnumerable<JsonNode> Conditions(Described described, string method)
    {
        if (!described.Conditional)
            yield break;
        yield return Parameter("header", "If-Match", "The ETag of the version that is changed or deleted.", "string");
        if (method == "PUT")
            yield return Parameter("header", "If-None-Match", "* to make what is not there.", "string");
    }

    private static JsonNode PathParameter(RoutePatternParameterPart parameter)
    {
        var policy = (parameter.ParameterPolicies is [var first, ..] ? first.Content : null);
        var node = Parameter("path", parameter.Name, parameter.Name == "id" && policy is null ? "Its id." : $"Its {parameter.Name}.", policy is "int" or "long" ? "integer" : "string");
        node["required"] = true;
        if (policy == "guid")
            node["schema"]!["format"] = "uuid";
        return node;
    }

    private static JsonNode QueryParameter(string name) => Parameter("query", name, name switch
    {
        "after" => "What the page before named as next.",
        "limit" => "How many at most, up to 1000; 100 unless said.",
        "why" => "Why, in one line; the change log keeps it.",
        "since" => "The first moment, such as 2026-07-01T12:00:00Z.",
        "until" => "The moment before which.",
        _ => $"Only those of this {name.Replace('_', ' ')}.",
    }, name is "limit" or "position" or "allow_delete" ? "integer" : name is "dry_run" or "granted" ? "boolean" : "string");

    private static JsonObject Parameter(string place, string name, string description, string type) =>
        new() { ["name"] = name, ["in"] = place, ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } };

    private static JsonObject Content(string mediaType, string schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } } };

    private static JsonObject Problem() => (JsonObject)JsonNode.Parse("""
        { "type": "object", "required": ["type", "title", "status"],
          "properties": {
            "type": { "type": "string", "description": "urn:bridge:problem: and the stable code" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" }, "error_id": { "type": "string", "format": "uuid" },
            "errors": { "type": "array", "items": { "type": "object", "required": ["path", "message"], "properties": { "path": { "type": "string" }, "message": { "type": "string" }, "line": { "type": "integer" } } } } } }
        """)!;

    private static JsonObject GitLabError() => (JsonObject)JsonNode.Parse("""
        { "type": "object", "properties": { "error": { "type": "string" }, "message": { "anyOf": [{ "type": "string" }, { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } }] } } }
        """)!;

    // A constraint is the router's; in the document it is the schema's.
    private static string Path(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)part).Content))));

    private static string OperationId(string method, string path) =>
        string.Join('_', path.Split(['/', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Prepend(method.ToLowerInvariant()));

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);
}
