using System.Net;
using System.Net.Sockets;
using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads the addresses that keys come from.</summary>
internal static class Addresses
{
    /// <summary>The https address under a name; plain http only for this very machine or where it is said to be insecure.</summary>
    public static Uri? Address(this MapReader map, string name, bool insecure)
    {
        if (map.Text(name) is not { } text)
            return null;
        var mistake = !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") ? "must be an https URL"
            : uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 ? "cannot have a user or a fragment"
            : uri.Scheme == "http" && !uri.IsLoopback && !insecure ? "must be https; http only on loopback or with insecure: true"
            : IsLinkLocal(uri) ? "cannot be a link-local address"
            : null;
        if (mistake is null)
            return uri;
        map.Mistake(name, mistake);
        return null;
    }

    /// <summary>The address of an HTTP proxy under a name.</summary>
    public static Uri? ProxyAddress(this MapReader map, string name)
    {
        if (map.Text(name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && !IsLinkLocal(uri))
            return uri;
        map.Mistake(name, "must be an http or https URL without a user");
        return null;
    }

    private static bool IsLinkLocal(Uri uri) => IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
        && (address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]));
}
