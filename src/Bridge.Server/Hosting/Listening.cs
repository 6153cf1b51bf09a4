using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Bridge.Server.Protocol;
using Bridge.Server.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Bridge.Server.Hosting;

/// <summary>Opens the two listeners, each with its mark.</summary>
internal static class Listening
{
    public static void Configure(KestrelServerOptions options, BridgeSettings settings, TimeProvider time)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = FormBody.MaximumLength;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        var logger = options.ApplicationServices.GetRequiredService<ILogger<CertificateFile>>();
        Open(options, settings.Public, Door.Public, time, logger);
        Open(options, settings.Admin, Door.Admin, time, logger);
    }

    /// <summary>
    /// A request is read, answered and sent where its octets came in, on a thread of the pool, instead of being handed from
    /// thread to thread: nothing on its way blocks. And its octets are read at once, into a buffer that is there, instead of
    /// after a look whether there are any.
    /// </summary>
    public static void Configure(SocketTransportOptions options)
    {
        options.UnsafePreferInlineScheduling = true;
        options.WaitForDataBeforeAllocatingBuffer = false;
        options.CreateBoundListenSocket = Bound;
    }

    // The framework tells of a taken address which it is, and of every other failure not even that.
    private static Socket Bound(EndPoint endPoint)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            throw new CannotRunException($"The listener {endPoint} cannot be opened: {e.Message}.");
        }
    }

    private static void Open(KestrelServerOptions options, ListenerSettings listener, Door door, TimeProvider time, ILogger<CertificateFile> logger)
    {
        if (listener.EndPoint.Address.Equals(IPAddress.IPv6Any))
            options.ListenAnyIP(listener.EndPoint.Port, Set);
        else
            options.Listen(listener.EndPoint, Set);

        void Set(ListenOptions listen)
        {
            listen.Use(next => connection =>
            {
                connection.Features.Set(door);
                return next(connection);
            });
            if (listener.Certificate is null)
                return;
            var file = new CertificateFile(listener.Certificate, listener.CertificateKey!, time, logger);
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = file.Current }),
            });
        }
    }
}
