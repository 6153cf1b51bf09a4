using Bridge.Claims;
using Bridge.Exchange;
using Duende.IdentityServer.Configuration;

namespace Bridge.IdentityServer.Host;

/// <summary>IdentityServer cut down to discovery, its key set and the token endpoint, and to saying no more than is there.</summary>
internal static class ServerOptions
{
    private static readonly string[] Claims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", .. ReservedClaims.Provenance, "bridge_exchange_id"];

    public static void Configure(IdentityServerOptions options, HostSettings settings)
    {
        options.IssuerUri = settings.Exchange.Issuer;
        options.LicenseKey = settings.LicenseKey;
        options.KeyManagement.KeyPath = settings.KeyFolder;
        options.KeyManagement.SigningAlgorithms = [new("RS256"), new("ES256")];
        // Without a scope in the request IdentityServer joins all that the client may have.
        options.InputLengthRestrictions.Scope = 16 * 1024;
        Endpoints(options.Endpoints);
        Discovery(options.Discovery);
    }

    private static void Endpoints(EndpointsOptions endpoints)
    {
        endpoints.EnableAuthorizeEndpoint = false;
        endpoints.EnablePushedAuthorizationEndpoint = false;
        endpoints.EnableUserInfoEndpoint = false;
        endpoints.EnableEndSessionEndpoint = false;
        endpoints.EnableCheckSessionEndpoint = false;
        endpoints.EnableTokenRevocationEndpoint = false;
        endpoints.EnableIntrospectionEndpoint = false;
        endpoints.EnableDeviceAuthorizationEndpoint = false;
        endpoints.EnableBackchannelAuthenticationEndpoint = false;
    }

    private static void Discovery(DiscoveryOptions discovery)
    {
        discovery.ShowApiScopes = false;
        discovery.ShowClaims = false;
        discovery.ShowGrantTypes = false;
        discovery.ShowResponseTypes = false;
        discovery.ShowResponseModes = false;
        discovery.ShowRevocationEndpointAuthenticationMethods = false;
        discovery.ShowIntrospectionEndpointAuthenticationMethods = false;
        discovery.CustomEntries["claims_supported"] = Claims;
        discovery.CustomEntries["grant_types_supported"] = new[] { TokenRequest.GrantType };
        discovery.CustomEntries["response_types_supported"] = new[] { "id_token" };
    }
}
