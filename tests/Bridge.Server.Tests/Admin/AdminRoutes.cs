using Xunit;

namespace Bridge.Server.Tests.Admin;

/// <summary>The table of all routes of the API. A route without a row fails the tests.</summary>
public static class AdminRoutes
{
    // The id of a token that there is, put in by the tests.
    public const string SomeToken = "SOME-TOKEN";

    public static readonly IReadOnlyList<AdminRoute> All =
    [
        new("GET /api/v1/caller", "/api/v1/caller", 200, 200, 200, 200, 200, 200),
        new("GET /api/v1/tokens", "/api/v1/tokens", 403, 403, 200, 403, 403, 200),
        new("POST /api/v1/tokens", "/api/v1/tokens", 403, 403, 201, 403, 403, 201)
        {
            Json = """{"name":"made","right":"read","issuer":"main","group":"acme/web","expires_in":"1d"}""",
        },
        new("GET /api/v1/tokens/{id:guid}", $"/api/v1/tokens/{SomeToken}", 403, 403, 200, 403, 403, 404),
        new("DELETE /api/v1/tokens/{id:guid}", $"/api/v1/tokens/{SomeToken}", 403, 403, 204, 403, 403, 404),
    ];

    public static TheoryData<AdminRoute> Rows => [.. All];
}
