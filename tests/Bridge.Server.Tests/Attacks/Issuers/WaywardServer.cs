using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>A server of keys that no web framework would be: it accepts one connection and misbehaves on it.</summary>
internal sealed class WaywardServer : IAsyncDisposable
{
    public const int EndlessLength = 100 * 1024 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<long> serving;

    public WaywardServer(Func<NetworkStream, CancellationToken, Task<long>> behaviour)
    {
        listener.Start();
        serving = ServeAsync(behaviour);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/keys";

    /// <summary>Ends when somebody has connected and asked.</summary>
    public Task ConnectedAsync() => connected.Task;

    /// <summary>How many bytes were written until the other side had enough.</summary>
    public Task<long> WrittenAsync() => serving;

    /// <summary>Never answers.</summary>
    public static async Task<long> Silent(NetworkStream stream, CancellationToken ct)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    /// <summary>Answers with 100 MB of JSON that begins like a set of keys.</summary>
    public static async Task<long> Endless(NetworkStream stream, CancellationToken ct)
    {
        var chunk = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
        long written = 0;
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {EndlessLength}\r\n\r\n{{\"keys\":["), ct);
            for (; written < EndlessLength; written += chunk.Length)
                await stream.WriteAsync(chunk, ct);
        }
        catch (IOException)
        {
            // The reader has had enough, which is what it should do.
        }

        return written;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
    }

    private async Task<long> ServeAsync(Func<NetworkStream, CancellationToken, Task<long>> behaviour)
    {
        using var client = await listener.AcceptTcpClientAsync(closing.Token);
        await using var stream = client.GetStream();
        var request = new byte[4096];
        if (await stream.ReadAsync(request, closing.Token) > 0)
            connected.TrySetResult();
        return await behaviour(stream, closing.Token);
    }
}
