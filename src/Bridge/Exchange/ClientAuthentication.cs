using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bridge.Configuration;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>
/// Authenticates the client (RFC 6749 §2.3.1: <c>client_secret_basic</c> and <c>client_secret_post</c>). A request with neither
/// id nor credential is the default client's; every other one is the named client's or refused, never the default client's.
/// </summary>
public static class ClientAuthentication
{
    // Compared with where there is no such client, so that the time tells nothing.
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public static Outcome<Client> Check(TokenRequest request, ConfigurationInForce configuration)
    {
        if (request.Authorization is not null && request.ClientSecret is not null)
            return new Refused(Reason.ClientAuthenticationAmbiguous);
        if (request.ClientAssertion || !Credential(request, out var id, out var secret))
            return new Refused(Reason.ClientInvalid);
        var client = configuration.FindClient(id);
        return client is { Enabled: true } && Authentic(client, secret) ? client : new Refused(Reason.ClientInvalid);

        static bool Authentic(Client client, string? secret) => client.Public ? secret is null : HoldsSecret(client, secret);
    }

    private static bool HoldsSecret(Client client, string? secret)
    {
        var hash = secret is null ? NoHash : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        var holds = false;
        foreach (var known in client.SecretHashes)
            holds |= CryptographicOperations.FixedTimeEquals(known.AsSpan(), hash);
        return holds && secret is not null;
    }

    private static bool Credential(TokenRequest request, out string id, out string? secret)
    {
        (id, secret) = (request.ClientId ?? Client.DefaultId, request.ClientSecret);
        if (request.Authorization is null)
            return request.ClientId is not null || secret is null;
        return Basic(request.Authorization, out id, out secret) && (request.ClientId is null || request.ClientId == id);
    }

    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined and put into base64.
    private static bool Basic(AuthenticationHeaderValue header, out string id, out string? secret)
    {
        (id, secret) = ("", null);
        var octets = new byte[(header.Parameter ?? "").Length];
        if (!"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header.Parameter ?? "", octets, out var count))
            return false;
        var pair = Encoding.UTF8.GetString(octets, 0, count);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return false;
        (id, secret) = (FormDecode(pair[..colon]), FormDecode(pair[(colon + 1)..]));
        return true;
    }

    private static string FormDecode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
