using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Testing.Hosting;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>A connection to the public listener, for requests that no HTTP client would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient client = new();
    private readonly Uri address;

    public RawConnection(BridgeServer server) => address = server.Public.BaseAddress!;

    /// <summary>The head of a token request, up to its empty line, with some header lines of its own.</summary>
    public static string Head(BridgeServer server, string lines, string host = "bridge.test") =>
        $"POST {server.Settings.Issuer.TokenRoute} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n{lines}\r\n\r\n";

    /// <summary>Sends the text and reads the answer to its end, which the server makes. Nothing more is sent.</summary>
    public async Task<TokenResponse> AskAsync(string text, CancellationToken ct, bool hangUp = false)
    {
        await client.ConnectAsync(address.Host, address.Port, ct);
        await using var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), ct);
            if (hangUp)
                client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, ct);
        }
        catch (IOException)
        {
            // A server that has had enough does not wait for the rest; what it said before counts.
            await stream.CopyToAsync(answer, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Read(Encoding.UTF8.GetString(answer.ToArray()));
    }

    public void Dispose() => client.Dispose();

    private static TokenResponse Read(string text)
    {
        var (head, body) = text.Split("\r\n\r\n", 2) is [var first, var second] ? (first, second) : (text, "");
        var lines = head.Split("\r\n");
        using var response = new HttpResponseMessage();
        foreach (var line in lines.Skip(1))
            response.Headers.TryAddWithoutValidation(line.Split(':', 2)[0], line.Split(':', 2)[^1].Trim());
        var status = lines[0].Split(' ') is [_, var code, ..] ? int.Parse(code) : 0;
        return new TokenResponse((HttpStatusCode)status, response.Headers, body);
    }
}
