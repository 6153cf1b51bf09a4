using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Bridge.Configuration;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>
/// Authenticates the client (RFC 6749 §2.3.1: <c>client_secret_basic</c> and <c>client_secret_post</c>). A request with neither
/// id nor credential is the default client's; every other one is the named client's or refused, never the default client's.
/// </summary>
public static class ClientAuthentication
{
    // Compared with where there is no such client or secret, so that the time tells nothing.
    private static readonly ImmutableArray<ImmutableArray<byte>> NoHashes = [[.. new byte[SHA256.HashSizeInBytes]]];

    public static Outcome<Client> Check(TokenRequest request, ConfigurationInForce configuration)
    {
        if (request.Authorization is not null && request.ClientSecret is not null)
            return new Refused(Reason.ClientAuthenticationAmbiguous);
        if (request.ClientAssertion || !Credential(request, out var id, out var secret))
            return new Refused(Reason.ClientInvalid);
        var client = configuration.FindClient(id);
        var authentic = client is { Public: true } ? secret is null : HoldsSecret(client, secret);
        return client is { Enabled: true } && authentic ? client : new Refused(Reason.ClientInvalid);
    }

    /// <summary>
    /// The client that was authenticated before, by another host or when an exchange was recorded. One that is not known here is
    /// good only where another host knows it (<paramref name="elsewhere"/>); one that is disabled never is.
    /// </summary>
    internal static Outcome<Client> Authenticated(string id, ConfigurationInForce configuration, bool elsewhere) => configuration.FindClient(id) switch
    {
        null when elsewhere => new Client(id, Public: false, Enabled: true, [], DefaultAudience: null),
        { Enabled: true } known => known,
        _ => new Refused(Reason.ClientInvalid),
    };

    private static bool HoldsSecret(Client? client, string? secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret ?? ""));
        var holds = false;
        foreach (var known in client is null || client.SecretHashes.IsEmpty ? NoHashes : client.SecretHashes)
            holds |= CryptographicOperations.FixedTimeEquals(known.AsSpan(), hash);
        return holds && client is not null && secret is not null;
    }

    private static bool Credential(TokenRequest request, out string id, out string? secret)
    {
        (id, secret) = (request.ClientId ?? Client.DefaultId, request.ClientSecret);
        if (request.Authorization is null)
            return request.ClientId is not null || secret is null;
        return Basic(request.Authorization, out id, out secret) && (request.ClientId is null || request.ClientId == id);
    }

    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined and put into base64.
    private static bool Basic(string text, out string id, out string? secret)
    {
        (id, secret) = ("", null);
        if (!AuthenticationHeaderValue.TryParse(text, out var header) || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) || header.Parameter is not { } parameter)
            return false;
        var octets = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, octets, out var count) || !Utf8.IsValid(octets.AsSpan(0, count)))
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
