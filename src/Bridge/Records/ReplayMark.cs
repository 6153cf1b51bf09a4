namespace Bridge.Records;

/// <summary>The row that makes a CI token usable once. It is kept a little longer than the token could be used at all.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="TokenId">The <c>jti</c> of the CI token.</param>
/// <param name="RelyingParty">The relying party's id; empty where the token may be used once over all of them.</param>
/// <param name="Until">When the row may be deleted.</param>
public sealed record ReplayMark(string Issuer, string TokenId, string RelyingParty, DateTimeOffset Until)
{
    /// <summary>
    /// How long a mark outlives <c>exp</c>. Were it shorter than the longest leeway (60 s), a used token could come again
    /// after its mark was deleted and before it counts as expired.
    /// </summary>
    public static readonly TimeSpan Beyond = TimeSpan.FromSeconds(60);
}
