using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.GitLab.KeySets;

/// <summary>
/// The HTTP client of one fetch. A fetch comes every quarter of an hour, so each has a client of its own: a renewed CA file
/// or DNS answer counts at once, and nothing stays open in between.
/// </summary>
public static class KeyConnection
{
    // Of several addresses one may be a black hole; it must not take the time of all.
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(2);

    /// <param name="origin">Which of an issuer's addresses, CA file and proxy count.</param>
    /// <param name="time">The clock of the limits.</param>
    /// <param name="resolve">Gives the addresses of a name; the system's DNS does where it is null.</param>
    public static HttpClient Open(KeyOrigin origin, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // Nor the proxy of the environment: it would resolve names out of sight.
        UseProxy = origin.Proxy is not null,
        Proxy = Proxy(origin.Proxy),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(origin.CaFile) },
        ConnectCallback = (context, ct) => ConnectAsync(context, origin, time, resolve ?? Dns.GetHostAddressesAsync, ct),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // The addresses are resolved, looked at and connected to here, so there is no second answer of the DNS to be tricked with.
    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, KeyOrigin origin, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await resolve(host, ct);
        var allowed = KeyAddress.Allowed(found, origin.Proxy ?? context.InitialRequestMessage.RequestUri!, origin.Proxy is null ? origin : origin with { Insecure = true });
        SocketException? last = null;
        foreach (var address in allowed)
        {
            using var limit = new CancellationTokenSource(PerAddress, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            // Where ct ended it, the other addresses end at once.
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                last = e as SocketException ?? new SocketException((int)SocketError.TimedOut);
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static WebProxy? Proxy(Uri? address) => address is null ? null : new WebProxy(KeyAddress.Bare(address))
    {
        Credentials = address.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest is [var password] ? password : ""))
            : null,
    };

    private static X509ChainPolicy Trust(string? caFile)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            // A certificate names where its authority's may be had: a server not trusted yet must not choose what is fetched.
            DisableCertificateDownloads = true,
        };
        if (caFile is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UnusableKeySetException($"the CA file {caFile} cannot be read", e);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new UnusableKeySetException($"the CA file {caFile} holds no certificate");
    }
}
