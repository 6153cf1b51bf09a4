using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads the addresses that keys come from.</summary>
internal static class Addresses
{
    /// <summary>The http or https URL under a name. A user in it would be a secret that everyone may read.</summary>
    public static Uri? Address(this MapReader map, string name)
    {
        if (map.Text(name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "https" or "http", UserInfo: "", Fragment: "" })
            return uri;
        map.Mistake(name, "must be an https URL without a user or fragment");
        return null;
    }

    /// <summary>Makes it a mistake that keys could never be fetched from an address.</summary>
    public static void Demand(this MapReader map, string name, Uri? address, KeyOrigin origin)
    {
        try
        {
            if (address is not null)
                KeyAddress.Demand(address, origin);
        }
        catch (UnusableKeySetException e)
        {
            map.Mistake(name, e.Message.EndsWith("is not https", StringComparison.Ordinal) ? "must be https; http only on loopback without a proxy, or with insecure: true under keys" : e.Message);
        }
    }
}
