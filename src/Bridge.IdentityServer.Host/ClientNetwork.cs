using System.Net;
using System.Net.Sockets;

namespace Bridge.IdentityServer.Host;

/// <summary>What one caller has of the address space: an IPv4 address, or the /64 network of an IPv6 address.</summary>
internal static class ClientNetwork
{
    public static string Of(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan()[..8]),
        _ => address.ToString(),
    };
}
