using System.Net;
using System.Net.Sockets;

namespace Bridge.Demo;

/// <summary>Two addresses on loopback that were free a moment ago: the issuer URL must be known before the listener is open.</summary>
internal static class FreePorts
{
    public static (string First, string Second) Two()
    {
        using var first = Listening();
        using var second = Listening();
        return ($"http://{first.LocalEndpoint}", $"http://{second.LocalEndpoint}");
    }

    private static TcpListener Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
