using System.Net;

namespace Bridge.Server.Settings;

/// <summary>One of the two listeners.</summary>
/// <param name="EndPoint">The address and port; port 0 takes a free one.</param>
/// <param name="Certificate">The PEM file of the certificate and its chain; null for plain http.</param>
/// <param name="CertificateKey">The PEM file of the certificate's private key; null for plain http.</param>
public sealed record ListenerSettings(IPEndPoint EndPoint, string? Certificate, string? CertificateKey)
{
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);
}
