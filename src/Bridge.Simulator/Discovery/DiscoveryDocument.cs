using System.Text.Json.Nodes;

namespace Bridge.Simulator.Discovery;

/// <summary>GitLab's discovery document. It describes the sign-in provider: no CI claim and no token exchange is in it.</summary>
internal static class DiscoveryDocument
{
    public static JsonObject For(string url, string jwksUri) => new()
    {
        ["issuer"] = url,
        ["authorization_endpoint"] = $"{url}/oauth/authorize",
        ["token_endpoint"] = $"{url}/oauth/token",
        ["revocation_endpoint"] = $"{url}/oauth/revoke",
        ["introspection_endpoint"] = $"{url}/oauth/introspect",
        ["userinfo_endpoint"] = $"{url}/oauth/userinfo",
        ["jwks_uri"] = jwksUri,
        ["scopes_supported"] = List(
            "api", "read_api", "read_user", "create_runner", "manage_runner", "k8s_proxy", "self_rotate", "mcp",
            "read_repository", "write_repository", "read_registry", "write_registry", "read_virtual_registry",
            "write_virtual_registry", "read_observability", "write_observability", "ai_features", "sudo", "admin_mode",
            "read_service_ping", "openid", "profile", "email", "ai_workflows", "user:*"),
        ["response_types_supported"] = List("code"),
        ["response_modes_supported"] = List("query", "fragment", "form_post"),
        ["grant_types_supported"] = List("authorization_code", "password", "client_credentials", "device_code", "refresh_token"),
        ["token_endpoint_auth_methods_supported"] = List("client_secret_basic", "client_secret_post"),
        ["subject_types_supported"] = List("public"),
        ["id_token_signing_alg_values_supported"] = List("RS256"),
        ["claim_types_supported"] = List("normal"),
        ["claims_supported"] = List(
            "iss", "sub", "aud", "exp", "iat", "sub_legacy", "name", "nickname", "preferred_username", "email",
            "email_verified", "website", "profile", "picture", "groups", "groups_direct",
            "https://gitlab.org/claims/groups/owner", "https://gitlab.org/claims/groups/maintainer",
            "https://gitlab.org/claims/groups/developer"),
        ["code_challenge_methods_supported"] = List("plain", "S256"),
    };

    private static JsonArray List(params string[] values) => [.. values.Select(value => JsonValue.Create(value))];
}
