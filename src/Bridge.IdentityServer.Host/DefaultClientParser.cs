using Bridge.Exchange;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Validation;
using Client = Bridge.Configuration.Client;

namespace Bridge.IdentityServer.Host;

/// <summary>
/// A token exchange with neither a client id nor a credential is the default client's, so that a CI job needs no id. A
/// request with any of them is never the default client's.
/// </summary>
internal sealed class DefaultClientParser : ISecretParser
{
    private static readonly string[] Credentials = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

    // None of its own: what it stands for is the "none" of discovery.
    public string AuthenticationMethod => "none";

#if IDENTITYSERVER8
    public async Task<ParsedSecret?> ParseAsync(HttpContext context, CancellationToken ct)
#else
    public async Task<ParsedSecret?> ParseAsync(HttpContext context)
#endif
    {
        if (!context.Request.HasFormContentType || context.Request.Headers.Authorization.Count > 0)
            return null;
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return form["grant_type"] == TokenRequest.GrantType && !Credentials.Any(form.ContainsKey)
            ? new ParsedSecret { Id = Client.DefaultId, Type = IdentityServerConstants.ParsedSecretTypes.NoSecret }
            : null;
    }
}
