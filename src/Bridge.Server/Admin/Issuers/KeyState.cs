using Bridge.GitLab;
using Bridge.GitLab.KeySets;

namespace Bridge.Server.Admin.Issuers;

/// <summary>How the keys of an issuer stand on this node, for people.</summary>
/// <param name="Colour">A colour of Tabler.</param>
/// <param name="Word">In a word.</param>
/// <param name="Health">What is known; null where they were never asked for.</param>
public sealed record KeyState(string Colour, string Word, KeySetHealth? Health)
{
    public static KeyState Of(Issuer issuer, IssuerKeys keys) => (issuer.Enabled, keys.Health(issuer)) switch
    {
        (false, _) => new("secondary", "not used", null),
        (_, null) => new("secondary", "not fetched yet", null),
        (_, { Usable: true, LastError: null } fresh) => new("green", "fresh", fresh),
        (_, { Usable: true } stale) => new("yellow", "last good ones", stale),
        (_, var none) => new("red", "no usable keys", none),
    };

    /// <summary>Where the keys of an issuer come from.</summary>
    public static string Source(Issuer issuer) => issuer.Keys switch
    {
        { Uploaded: not null } => "uploaded",
        { Jwks: { } jwks } => jwks.AbsoluteUri,
        var origin => origin.Discovery?.AbsoluteUri ?? "",
    };
}
