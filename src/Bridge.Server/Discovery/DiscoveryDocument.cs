using System.Text.Json;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.Server.Settings;

namespace Bridge.Server.Discovery;

/// <summary>
/// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2), made of settings and configuration and never of a
/// request. It names no endpoint that is not there: some relying parties prefer introspection as soon as one is named.
/// </summary>
public static class DiscoveryDocument
{
    private const string AlwaysThere = "RS256";

    // The protocol's own and the provenance. What relying parties have mapped is theirs and not for everybody to read.
    private static readonly string[] Claims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", .. ReservedClaims.Provenance];

    public static void Write(Utf8JsonWriter writer, IssuerUrl issuer, ConfigurationInForce configuration, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("issuer", issuer.Text);
        writer.WriteString("token_endpoint", issuer.TokenEndpoint);
        writer.WriteString("jwks_uri", issuer.JwksUri);
        Write(writer, "claims_supported", Claims);
        Write(writer, "grant_types_supported", [TokenRequest.GrantType]);
        // RFC 8414 §2 lets scopes be left out; those of the relying parties are not for everybody to read either.
        Write(writer, "scopes_supported", ["openid"]);
        Write(writer, "response_types_supported", ["id_token"]);
        Write(writer, "subject_types_supported", ["public"]);
        Write(writer, "id_token_signing_alg_values_supported", Algorithms(configuration, now));
        Write(writer, "token_endpoint_auth_methods_supported", AuthenticationMethods(configuration));
        writer.WriteEndObject();
    }

    // OpenID Connect Discovery §3: RS256 must be among them.
    private static IEnumerable<string> Algorithms(ConfigurationInForce configuration, DateTimeOffset now) =>
        configuration.Keys.Published(now).Select(key => key.Stored.Algorithm).Where(algorithm => algorithm != AlwaysThere).Distinct().Order(StringComparer.Ordinal).Prepend(AlwaysThere);

    private static string[] AuthenticationMethods(ConfigurationInForce configuration) =>
        configuration.FindClient(Client.DefaultId) is { Public: true, Enabled: true }
            ? ["client_secret_basic", "client_secret_post", "none"]
            : ["client_secret_basic", "client_secret_post"];

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
