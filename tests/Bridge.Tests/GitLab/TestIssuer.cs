using System.Collections.Immutable;
using Bridge.GitLab;

namespace Bridge.Tests.GitLab;

/// <summary>Issuers as an administrator would set them up.</summary>
internal static class TestIssuer
{
    public const string Iss = "https://gitlab.example.com";
    public const string Audience = "https://bridge.example.com";

    public static readonly KeyOrigin Nowhere = new(null, null, null, Insecure: false, CaFile: null, Proxy: null, TimeSpan.FromHours(24));

    public static Issuer Uploaded(string set) => Of(Nowhere with { Uploaded = set });

    public static Issuer Jwks(Uri address) => Of(Nowhere with { Jwks = address });

    public static Issuer Discovery(Uri address) => Of(Nowhere with { Discovery = address });

    public static Issuer Of(KeyOrigin keys, string id = "gitlab") => new()
    {
        Id = id,
        Name = "GitLab",
        Enabled = true,
        Accepted = [new(Iss, TokenKind.IdToken | TokenKind.V2 | TokenKind.V1)],
        GitLabUrl = Iss,
        SubjectPrefix = "",
        Keys = keys,
        Algorithms = ["RS256"],
        Audiences = [Audience],
        FurtherAudiences = [],
        MaximumAge = TimeSpan.FromHours(1),
        ForkPipelines = ForkPipelines.Assume,
        LegacyUntil = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty,
        PermitsPerMinute = 100,
    };
}
