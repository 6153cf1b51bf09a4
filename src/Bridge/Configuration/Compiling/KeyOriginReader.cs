using System.Text;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads where an issuer's keys come from: its discovery document, its JWK Set, or a set that is written down.</summary>
internal static class KeyOriginReader
{
    private const string WellKnown = "/.well-known/openid-configuration";

    private static readonly string[] Places = ["discovery", "jwks", "uploaded"];

    private static readonly TimeSpan UsualOutlive = TimeSpan.FromHours(24);

    /// <summary>The origin; without <c>keys</c> it is the discovery document of the GitLab URL.</summary>
    public static KeyOrigin Read(MapReader issuer, string? url)
    {
        var map = issuer.Map("keys") ?? new MapReader(new Node.Map([], issuer.Line), issuer.At("keys"), issuer.Findings);
        var insecure = map.Flag("insecure", false);
        var discovery = map.Address("discovery");
        var jwks = map.Address("jwks");
        var uploaded = Uploaded(map);
        var outlive = map.Duration("outlive", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)) ?? UsualOutlive;
        var origin = new KeyOrigin(discovery, jwks, uploaded, insecure, map.Text("ca_file"), map.Address("proxy"), outlive);
        map.Done();
        map.Demand("discovery", discovery, origin);
        map.Demand("jwks", jwks, origin);
        return Chosen(issuer, map, origin, url);
    }

    private static KeyOrigin Chosen(MapReader issuer, MapReader map, KeyOrigin origin, string? url)
    {
        var named = Places.Where(map.Has).ToList();
        if (named.Count > 1)
            map.Mistake(named[1], $"cannot stand beside {named[0]}: keys come from one place");
        if (named.Count == 0 && url is null && !issuer.Has("url"))
            issuer.Mistake("keys", "is missing: name discovery, jwks or uploaded, or give the issuer's url");
        if (named.Count > 0 || url is null)
            return origin;
        var discovery = new Uri(url.TrimEnd('/') + WellKnown);
        issuer.Demand("url", discovery, origin);
        return origin with { Discovery = discovery };
    }

    private static string? Uploaded(MapReader map)
    {
        if (map.Block("uploaded") is not { } text)
            return null;
        try
        {
            KeySet.Read(Encoding.UTF8.GetBytes(text), "the text");
            return text;
        }
        catch (UnusableKeySetException e)
        {
            map.Mistake("uploaded", e.Message);
            return null;
        }
    }
}
