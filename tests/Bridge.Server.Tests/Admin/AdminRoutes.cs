using Xunit;

namespace Bridge.Server.Tests.Admin;

/// <summary>The table of all routes of the API. A route without a row fails the tests.</summary>
public static class AdminRoutes
{
    /// <summary>Stands for an id that nothing has yet.</summary>
    public const string New = "new-id";

    /// <summary>Stands for the id of what <see cref="AdminRoute.Yaml"/> brings.</summary>
    public const string Thing = "some-thing";

    /// <summary>Stands for the id of an API token of the whole instance.</summary>
    public const string Token = "some-token";

    /// <summary>Stands for the id of the newest exchange, which is of the project.</summary>
    public const string Exchange = "some-exchange";

    /// <summary>Stands for the id of a project that waits.</summary>
    public const string Waiting = "some-waiting";

    /// <summary>Stands for the kid of the active ES256 key.</summary>
    public const string Kid = "some-kid";

    private const string Party = "relying_parties: [{ id: some-thing, audience: 'https://some-thing.test', rules: [{ id: all, effect: allow, everyone: true }] }]";
    private const string Template = Party + "\nsub_components: [{ id: some-thing, issuer: main, project_id: '20', relying_party: some-thing, components: [project_id, ref] }]";
    private const string Issuer = "issuers: [{ id: some-thing, url: 'https://some-thing.test', subject_prefix: 'some-thing:', enabled: false }]";
    private const string Client = "clients: [{ id: some-thing, secret_sha256: [0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef] }]";
    private const string Mapping = "mappings: [{ id: some-thing, from: project_path }]";
    private const string OneSecret = "clients: [{ id: some-thing, secret_sha256: [0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef] }]";
    private const string Components = """{"ci_id_token_sub_claim_components":["project_id","ref_type","ref"]}""";

    private static readonly Dictionary<string, string> Creating = new(StringComparer.Ordinal) { ["If-None-Match"] = "*" };
    private static readonly Dictionary<string, string> First = new(StringComparer.Ordinal) { ["If-Match"] = "\"1\"" };

    public static readonly IReadOnlyList<AdminRoute> All =
    [
        // Each: read, write, admin; bound to the project, to another project, and to the project's group as administrator.
        new("GET /api/v1/issuers/", "/api/v1/issuers", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/issuers/{id}", "/api/v1/issuers/main", 200, 200, 200, 404, 404, 404),
        new("PUT /api/v1/issuers/{id}", "/api/v1/issuers/new-id", 403, 403, 201, 404, 404, 404) { Headers = Creating, Json = """{"url":"https://new-id.test","subject_prefix":"new-id:","enabled":false}""" },
        new("PUT /api/v1/issuers/{id}", "/api/v1/issuers/some-thing", 403, 403, 200, 404, 404, 404) { Headers = First, Yaml = Issuer, Json = """{"url":"https://some-thing.test","subject_prefix":"some-thing:","enabled":false,"name":"Some"}""" },
        new("DELETE /api/v1/issuers/{id}", "/api/v1/issuers/some-thing", 403, 403, 204, 404, 404, 404) { Headers = First, Yaml = Issuer },

        new("GET /api/v1/relying_parties/", "/api/v1/relying_parties", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/relying_parties/{id}", "/api/v1/relying_parties/deploy", 200, 200, 200, 404, 404, 404),
        new("PUT /api/v1/relying_parties/{id}", "/api/v1/relying_parties/new-id", 403, 403, 201, 404, 404, 404) { Headers = Creating, Json = """{"audience":"https://new-id.test"}""" },
        new("PUT /api/v1/relying_parties/{id}", "/api/v1/relying_parties/some-thing", 403, 200, 200, 404, 404, 404) { Headers = First, Yaml = Party, Json = """{"audience":"https://some-thing.test","rules":[]}""" },
        new("DELETE /api/v1/relying_parties/{id}", "/api/v1/relying_parties/some-thing", 403, 403, 204, 404, 404, 404) { Headers = First, Yaml = Party },
        new("GET /api/v1/relying_parties/{id}/rules", "/api/v1/relying_parties/deploy/rules", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/relying_parties/{id}/rules/{rule}", "/api/v1/relying_parties/deploy/rules/all", 200, 200, 200, 404, 404, 404),
        new("PUT /api/v1/relying_parties/{id}/rules/{rule}", "/api/v1/relying_parties/some-thing/rules/more?position=0", 403, 200, 200, 404, 404, 404) { Headers = First, Yaml = Party, Json = """{"effect":"deny","when":{"ref":"main"}}""" },
        new("DELETE /api/v1/relying_parties/{id}/rules/{rule}", "/api/v1/relying_parties/some-thing/rules/all", 403, 200, 200, 404, 404, 404) { Headers = First, Yaml = Party },

        new("GET /api/v1/sub_components", "/api/v1/sub_components", 200, 200, 200, 200, 200, 200),
        new("GET /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 200, 200, 200, 200, 404, 200) { Yaml = Template },
        new("PUT /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 403, 201, 201, 201, 404, 201) { Headers = Creating, Yaml = Party, Json = """{"issuer":"main","project_id":"20","relying_party":"some-thing","components":["project_id","ref"]}""" },
        new("PUT /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 403, 403, 201, 403, 404, 201) { Headers = Creating, Yaml = Party, Json = """{"issuer":"main","project_id":"20","relying_party":"some-thing","components":["project_id","ref"],"locked":true}""" },
        new("PUT /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 403, 201, 201, 404, 404, 404) { Headers = Creating, Yaml = Party, Json = """{"relying_party":"some-thing","components":["project_id","ref"]}""" },
        new("PUT /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 403, 200, 200, 200, 404, 200) { Headers = First, Yaml = Template, Json = """{"issuer":"main","project_id":"20","relying_party":"some-thing","components":["project_id","ref_type","ref"]}""" },
        new("DELETE /api/v1/sub_components/{id}", "/api/v1/sub_components/some-thing", 403, 204, 204, 204, 404, 204) { Headers = First, Yaml = Template },

        new("GET /api/v1/mappings/", "/api/v1/mappings", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/mappings/{id}", "/api/v1/mappings/team", 200, 200, 200, 404, 404, 404),
        new("PUT /api/v1/mappings/{id}", "/api/v1/mappings/new-id", 403, 201, 201, 404, 404, 404) { Headers = Creating, Json = """{"from":"project_path"}""" },
        new("PUT /api/v1/mappings/{id}", "/api/v1/mappings/some-thing", 403, 200, 200, 404, 404, 404) { Headers = First, Yaml = Mapping, Json = """{"from":"ref"}""" },
        new("DELETE /api/v1/mappings/{id}", "/api/v1/mappings/some-thing", 403, 204, 204, 404, 404, 404) { Headers = First, Yaml = Mapping },

        new("GET /api/v1/clients/", "/api/v1/clients", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/clients/{id}", "/api/v1/clients/some-thing", 200, 200, 200, 404, 404, 404) { Yaml = Client },
        new("POST /api/v1/clients/", "/api/v1/clients", 403, 403, 201, 404, 404, 404) { Json = """{"id":"new-id"}""" },
        new("PUT /api/v1/clients/{id}", "/api/v1/clients/new-id", 403, 403, 201, 404, 404, 404) { Headers = Creating, Json = """{"secret_sha256":["2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]}""" },
        new("PUT /api/v1/clients/{id}", "/api/v1/clients/some-thing", 403, 403, 200, 404, 404, 404) { Headers = First, Yaml = Client, Json = """{"secret_sha256":["2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]}""" },
        new("DELETE /api/v1/clients/{id}", "/api/v1/clients/some-thing", 403, 403, 204, 404, 404, 404) { Headers = First, Yaml = Client },
        new("POST /api/v1/clients/{id}/secrets", "/api/v1/clients/some-thing/secrets", 403, 403, 200, 404, 404, 404) { Headers = First, Yaml = OneSecret },
        new("DELETE /api/v1/clients/{id}/secrets/{hash}", "/api/v1/clients/some-thing/secrets/1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 403, 403, 200, 404, 404, 404) { Headers = First, Yaml = Client },

        new("GET /api/v1/projects", "/api/v1/projects", 200, 200, 200, 200, 200, 200),
        new("GET /api/v1/projects/waiting", "/api/v1/projects/waiting", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/projects/burned_paths", "/api/v1/projects/burned_paths", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/projects/unseen", "/api/v1/projects/unseen?days=90", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/projects/{issuer}/{project_id}/confirmation", $"/api/v1/projects/main/{Waiting}/confirmation", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/projects/{issuer}/{project_id}", "/api/v1/projects/main/20", 200, 200, 200, 200, 404, 200),
        new("GET /api/v1/projects/{issuer}/{project_id}/enrolment", "/api/v1/projects/main/20/enrolment", 200, 200, 200, 200, 404, 200) { Yaml = "projects: [{ issuer: main, project_id: '20' }]" },
        new("PUT /api/v1/projects/{issuer}/{project_id}/enrolment", $"/api/v1/projects/main/{Waiting}/enrolment", 403, 403, 201, 404, 404, 404) { Headers = Creating },
        new("PUT /api/v1/projects/{issuer}/{project_id}/enrolment", $"/api/v1/projects/main/{Waiting}/enrolment", 403, 403, 200, 404, 404, 404) { Headers = First, Yaml = $"projects: [{{ issuer: main, project_id: '{Waiting}' }}]" },
        new("DELETE /api/v1/projects/{issuer}/{project_id}/enrolment", $"/api/v1/projects/main/{Waiting}/enrolment", 403, 403, 204, 404, 404, 404) { Headers = First, Yaml = $"projects: [{{ issuer: main, project_id: '{Waiting}' }}]" },
        new("POST /api/v1/projects/{issuer}/{project_id}/confirmation", $"/api/v1/projects/main/{Waiting}/confirmation", 403, 403, 200, 404, 404, 404) { Json = $$"""{"namespace_id":"72","path":"acme/waiting-{{Waiting}}"}""" },

        new("GET /api/v1/exchanges", "/api/v1/exchanges?issuer=main&project_id=20", 200, 200, 200, 200, 404, 200),
        new("GET /api/v1/exchanges/export", "/api/v1/exchanges/export?issuer=main&project_id=20", 200, 200, 200, 200, 404, 200),
        new("GET /api/v1/exchanges/{id:guid}", "/api/v1/exchanges/some-exchange", 200, 200, 200, 200, 404, 200),

        new("GET /api/v1/change_log", "/api/v1/change_log?limit=1", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/change_log/{revision:long}", "/api/v1/change_log/2", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/change_log/{revision:long}/items", "/api/v1/change_log/2/items", 200, 200, 200, 404, 404, 404),
        new("GET /api/v1/issuers/{id}/versions", "/api/v1/issuers/some-thing/versions", 200, 200, 200, 404, 404, 404) { Yaml = Issuer },
        new("GET /api/v1/issuers/{id}/versions/{version:int}", "/api/v1/issuers/some-thing/versions/1", 200, 200, 200, 404, 404, 404) { Yaml = Issuer },
        new("GET /api/v1/relying_parties/{id}/versions", "/api/v1/relying_parties/some-thing/versions", 200, 200, 200, 404, 404, 404) { Yaml = Party },
        new("GET /api/v1/relying_parties/{id}/versions/{version:int}", "/api/v1/relying_parties/some-thing/versions/1", 200, 200, 200, 404, 404, 404) { Yaml = Party },
        new("GET /api/v1/mappings/{id}/versions", "/api/v1/mappings/some-thing/versions", 200, 200, 200, 404, 404, 404) { Yaml = Mapping },
        new("GET /api/v1/mappings/{id}/versions/{version:int}", "/api/v1/mappings/some-thing/versions/1", 200, 200, 200, 404, 404, 404) { Yaml = Mapping },
        new("GET /api/v1/clients/{id}/versions", "/api/v1/clients/some-thing/versions", 200, 200, 200, 404, 404, 404) { Yaml = Client },
        new("GET /api/v1/clients/{id}/versions/{version:int}", "/api/v1/clients/some-thing/versions/1", 200, 200, 200, 404, 404, 404) { Yaml = Client },
        new("GET /api/v1/sub_components/{id}/versions", "/api/v1/sub_components/some-thing/versions", 200, 200, 200, 200, 404, 200) { Yaml = Template },
        new("GET /api/v1/sub_components/{id}/versions/{version:int}", "/api/v1/sub_components/some-thing/versions/1", 200, 200, 200, 200, 404, 200) { Yaml = Template },

        new("GET /api/v1/lint", "/api/v1/lint", 200, 200, 200, 404, 404, 404),
        new("POST /api/v1/explain", "/api/v1/explain", 200, 200, 200, 200, 404, 200) { Json = """{"exchange":"some-exchange"}""" },
        new("POST /api/v1/explain", "/api/v1/explain", 200, 200, 200, 403, 403, 403) { Json = """{"exchange":"some-exchange","draft":{"mappings":[]}}""" },
        new("POST /api/v1/explain", "/api/v1/explain", 200, 200, 200, 404, 404, 404) { Json = """{"token":"nonsense","audience":["https://deploy.test"]}""" },
        new("POST /api/v1/impact", "/api/v1/impact?days=1", 200, 200, 200, 404, 404, 404) { Json = "mappings: [{ id: new-id, from: ref }]", MediaType = "application/yaml" },
        new("GET /api/v1/configuration", "/api/v1/configuration", 200, 200, 200, 404, 404, 404),
        new("POST /api/v1/configuration", "/api/v1/configuration?dry_run=true", 200, 200, 200, 404, 404, 404) { Json = "clients: [{ id: gitlab-ci, enabled: true }]", MediaType = "application/yaml" },
        new("POST /api/v1/configuration", "/api/v1/configuration", 403, 200, 200, 404, 404, 404) { Json = "mappings: [{ id: new-id, from: ref }]", MediaType = "application/yaml" },
        new("POST /api/v1/configuration", "/api/v1/configuration", 403, 403, 200, 404, 404, 404) { Json = "relying_parties: [{ id: new-id, audience: 'https://new-id.test' }]", MediaType = "application/yaml" },

        new("GET /api/v1/keys", "/api/v1/keys", 200, 200, 200, 404, 404, 404),
        new("POST /api/v1/keys/rotate", "/api/v1/keys/rotate?algorithm=ES256", 403, 403, 200, 404, 404, 404),
        new("POST /api/v1/keys/{kid}/revoke", "/api/v1/keys/some-kid/revoke", 403, 403, 204, 404, 404, 404),

        new("GET /api/v1/caller", "/api/v1/caller", 200, 200, 200, 200, 200, 200),
        new("GET /api/v1/tokens", "/api/v1/tokens", 403, 403, 200, 403, 403, 200),
        new("POST /api/v1/tokens", "/api/v1/tokens", 403, 403, 201, 403, 403, 201) { Json = """{"name":"made","right":"read","issuer":"main","group":"acme/web","expires_in":"1d"}""" },
        new("POST /api/v1/tokens", "/api/v1/tokens", 403, 403, 201, 403, 403, 403) { Json = """{"name":"made","right":"read","expires_in":"1d"}""" },
        new("GET /api/v1/tokens/{id:guid}", "/api/v1/tokens/some-token", 403, 403, 200, 403, 403, 404),
        new("DELETE /api/v1/tokens/{id:guid}", "/api/v1/tokens/some-token", 403, 403, 204, 403, 403, 404),

        new("GET /gitlab/{issuer}/api/v4/projects/{id}", "/gitlab/main/api/v4/projects/20", 200, 200, 200, 200, 404, 200),
        new("PUT /gitlab/{issuer}/api/v4/projects/{id}", "/gitlab/main/api/v4/projects/acme%2Fweb%2Fshop", 403, 200, 200, 200, 404, 200) { Json = Components },
        new("GET /api/v4/projects/{id}", "/api/v4/projects/20", 200, 200, 200, 200, 404, 200) { OneIssuer = true },
        new("PUT /api/v4/projects/{id}", "/api/v4/projects/20", 403, 200, 200, 200, 404, 200) { OneIssuer = true, Json = Components },
    ];

    public static TheoryData<AdminRoute> Rows => [.. All];
}
