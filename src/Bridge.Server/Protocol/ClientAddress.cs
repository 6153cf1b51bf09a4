using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Server.Protocol;

/// <summary>The caller's network address, as records and the limiter have it.</summary>
internal static class ClientAddress
{
    public static IPAddress Of(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => IPAddress.None,
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };

    /// <summary>
    /// What the limiter counts together: one IPv4 address, or one IPv6 network of 64 bits, which is what one customer gets and
    /// whose addresses are all theirs to take.
    /// </summary>
    public static ulong Network(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        // No IPv6 network in use begins with 32 zero bits, so the two families do not meet.
        return address.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt64BigEndian(octets);
    }
}
