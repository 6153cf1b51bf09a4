namespace Bridge.GitLab.KeySets;

/// <summary>
/// Whether two versions of an issuer have one key set: the same id, the same origin, and the same <c>iss</c> strings that
/// its discovery may show. A changed origin must not be served from what the old one gave.
/// </summary>
internal sealed class SameKeys : IEqualityComparer<Issuer>
{
    public static readonly SameKeys Comparer = new();

    public bool Equals(Issuer? x, Issuer? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Id == y.Id && Same(x.Keys, y.Keys) && IdTokens(x).SequenceEqual(IdTokens(y)));

    public int GetHashCode(Issuer obj) => obj.Id.GetHashCode(StringComparison.Ordinal);

    private static bool Same(KeyOrigin x, KeyOrigin y) =>
        ReferenceEquals(x, y)
        || (Same(x.Discovery, y.Discovery) && Same(x.Jwks, y.Jwks) && Same(x.Proxy, y.Proxy)
            && x with { Discovery = null, Jwks = null, Proxy = null } == y with { Discovery = null, Jwks = null, Proxy = null });

    // Uri's own equality leaves out the user information, so a proxy's new password would go unnoticed.
    private static bool Same(Uri? x, Uri? y) => x?.OriginalString == y?.OriginalString;

    private static IEnumerable<string> IdTokens(Issuer issuer) =>
        issuer.Accepted.Where(accepted => accepted.Kinds.HasFlag(TokenKind.IdToken)).Select(accepted => accepted.Iss);
}
