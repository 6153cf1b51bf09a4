using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>A server on a loopback port that answers whatever it is asked with the same octets, be they HTTP or not, and then closes.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task serving;

    /// <param name="answer">The octets, in ASCII.</param>
    /// <param name="resets">Whether it ends a connection with a reset.</param>
    public RawServer(string answer, bool resets = false)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        serving = ServeAsync(Encoding.ASCII.GetBytes(answer), resets);
    }

    public Uri Keys => new($"http://{listener.LocalEndPoint}/oauth/discovery/keys");

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
    }

    private async Task ServeAsync(byte[] answer, bool resets)
    {
        var asked = new byte[4096];
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptAsync();
                await socket.ReceiveAsync(asked);
                await socket.SendAsync(answer);
                if (resets)
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    continue;
                }

                // Closed with anything unread it would reset as well.
                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(asked) > 0)
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was disposed of, or its client was.
        }
    }
}
