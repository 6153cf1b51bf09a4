using System.Net;
using System.Security.Authentication;
using System.Text;

namespace Bridge.GitLab.KeySets;

/// <summary>Fetches the key set of an issuer once: by discovery (OpenID Connect Discovery §4), from its own address, or as uploaded.</summary>
internal static class KeyFetch
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The set, within five seconds in all.</summary>
    /// <exception cref="UnusableKeySetException">No usable set came of it.</exception>
    public static async Task<KeySet> FetchAsync(Issuer issuer, TimeProvider time, CancellationToken ct)
    {
        var origin = issuer.Keys;
        if (origin.Uploaded is { } uploaded)
            return KeySet.Read(Encoding.UTF8.GetBytes(uploaded), "the uploaded set");
        if ((origin.Discovery ?? origin.Jwks) is not { } configured)
            throw new UnusableKeySetException("no address of keys is configured");
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var client = KeyConnection.Open(origin, time);
            var address = origin.Discovery is null ? configured : await DiscoverAsync(issuer, configured, client, either.Token);
            return KeySet.Read(await GetAsync(client, address, origin, either.Token), KeyAddress.Words(address));
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new UnusableKeySetException($"{KeyAddress.Words(configured)} did not answer within {Limit.TotalSeconds:0} seconds", e);
        }
    }

    private static async Task<Uri> DiscoverAsync(Issuer issuer, Uri configured, HttpClient client, CancellationToken ct)
    {
        var source = KeyAddress.Words(configured);
        if (!StrictJson.TryObject(await GetAsync(client, configured, issuer.Keys, ct), out var document))
            throw new UnusableKeySetException($"{source} is not a discovery document: a JSON object of distinct members");
        if (!document.TryText("issuer", out var iss) || !issuer.Accepted.Any(accepted => accepted.Kinds.HasFlag(TokenKind.IdToken) && accepted.Iss == iss))
            throw new UnusableKeySetException($"{source} is the discovery document of another issuer; name the address of the JWK Set instead");
        if (!document.TryText("jwks_uri", out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            throw new UnusableKeySetException($"{source} names no jwks_uri");
        // Whoever can change the document must not be able to name keys of another server.
        return KeyAddress.SameServer(configured, address) && address.UserInfo.Length == 0 ? address
            : throw new UnusableKeySetException($"{source} names a jwks_uri of another server; name the address of the JWK Set instead");
    }

    private static async Task<ReadOnlyMemory<byte>> GetAsync(HttpClient client, Uri address, KeyOrigin origin, CancellationToken ct)
    {
        KeyAddress.Demand(address, origin);
        var source = KeyAddress.Words(address);
        try
        {
            using var response = await client.GetAsync(KeyAddress.Bare(address), HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new UnusableKeySetException($"{source} answered {(int)response.StatusCode}{((int)response.StatusCode is >= 300 and < 400 ? ", and redirects are not followed" : "")}");
            if (response.Content.Headers.ContentEncoding.Count > 0)
                throw new UnusableKeySetException($"{source} answered in a compressed form that was not asked for");
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var octets = new byte[KeySet.MaximumLength + 1];
            var length = await body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, ct);
            return length < octets.Length ? octets.AsMemory(0, length)
                : throw new UnusableKeySetException($"{source} is longer than {KeySet.MaximumLength / 1024} KiB");
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as UnusableKeySetException ?? new($"{source} cannot be read: {Words(e)}", e);
        }
        catch (IOException e)
        {
            throw new UnusableKeySetException($"{source} cannot be read: the answer broke off", e);
        }
    }

    // The exception's own text may name a proxy or say less than this.
    private static string Words(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the name cannot be resolved",
        HttpRequestError.ConnectionError => "no connection can be made",
        HttpRequestError.SecureConnectionError => "no trusted TLS connection can be made" + (e.InnerException is AuthenticationException reason ? ": " + reason.Message : ""),
        HttpRequestError.ProxyTunnelError => "the proxy opens no tunnel to it",
        HttpRequestError.ResponseEnded => "the answer broke off",
        _ when e.InnerException is IOException => "the answer broke off",
        _ => "the answer is not sound HTTP",
    };
}
