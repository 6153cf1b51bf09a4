using System.Net;

namespace Bridge.GitLab.KeySets;

/// <summary>Which addresses keys may be fetched from.</summary>
public static class KeyAddress
{
    /// <summary>Where AWS's metadata service is under IPv6 (EC2 User Guide, "Access instance metadata"): a unique-local address (RFC 4193), as any other in a private network.</summary>
    private static readonly IPAddress AwsMetadata = IPAddress.Parse("fd00:ec2::254");

    /// <summary>The address without credentials, for a request and for words.</summary>
    public static Uri Bare(Uri address) => new UriBuilder(address) { UserName = "", Password = "", Fragment = "" }.Uri;

    /// <summary>Scheme, host, port and path: a query may hold a secret as well.</summary>
    public static string Words(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Throws unless <paramref name="address"/> is https, or plain HTTP where that is allowed, and neither link-local nor a metadata service.</summary>
    public static void Demand(Uri address, KeyOrigin origin)
    {
        if (!address.IsAbsoluteUri)
            throw new UnusableKeySetException("the address of the keys is not absolute");
        // Behind a proxy, localhost would be the proxy's own.
        var plain = address.Scheme == Uri.UriSchemeHttp && (origin.Insecure || (address.IsLoopback && origin.Proxy is null));
        if (address.Scheme != Uri.UriSchemeHttps && !plain)
            throw new UnusableKeySetException($"{Words(address)} is not https");
        if (IPAddress.TryParse(address.IdnHost, out var literal) && IsForbidden(literal))
            throw Forbidden(literal, address);
    }

    /// <summary>Of the addresses that a host has, those that may be connected to.</summary>
    public static IPAddress[] Allowed(IPAddress[] found, Uri address, KeyOrigin origin)
    {
        var allowed = Array.FindAll(found, ip => !IsForbidden(ip));
        if (allowed.Length == 0 && found.Length > 0)
            throw Forbidden(found[0], address);
        // Plain HTTP was allowed because the name is a loopback one: then so must be what it resolves to.
        if (address.Scheme == Uri.UriSchemeHttp && !origin.Insecure && !Array.TrueForAll(allowed, IPAddress.IsLoopback))
            throw new UnusableKeySetException($"{Words(address)} is not https and not this machine");
        return allowed;
    }

    /// <summary>Same scheme, host and port.</summary>
    public static bool SameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;

    // A metadata service trusts whoever asks. An address is compared without its zone (RFC 4007 §11).
    private static bool IsForbidden(IPAddress address) => IsLinkLocal(address) || address.GetAddressBytes().AsSpan().SequenceEqual(AwsMetadata.GetAddressBytes());

    // RFC 3927 and RFC 4291 §2.5.6: there live the metadata services of the clouds.
    private static bool IsLinkLocal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || plain.GetAddressBytes() is [169, 254, _, _];
    }

    private static UnusableKeySetException Forbidden(IPAddress found, Uri address) =>
        new($"{Words(address)} is {(IsLinkLocal(found) ? "a link-local address" : "AWS's metadata service")}");
}
