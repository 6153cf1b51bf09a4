using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Json;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// AWS STS, AssumeRoleWithWebIdentity (STS API Reference). It takes RS256 and ES256, a token of at most 20,000 characters,
/// and an audience that is a client id of the IAM provider, of at most 255 characters. A token that carried <c>azp</c> would
/// be held against that instead of <c>aud</c>; none does. STS takes a token until five minutes after its <c>exp</c>.
/// Everything under <c>https://aws.amazon.com/</c> decides what a session may do, so it is filled only through here.
/// </summary>
public sealed class AwsProfile : Profile
{
    private const string Namespace = "https://aws.amazon.com/";
    private const string Tags = Namespace + "tags";
    private const string SourceIdentity = Namespace + "source_identity";

    /// <summary>Bytes of JSON that leave, in base64url, room within 20,000 characters for the other claims, header and signature.</summary>
    private const int LargestClaims = 12 * 1024;

    public override string Name => "aws";

    public override int LongestAudience => 255;

    public override bool TakesSessionTags => true;

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings)
    {
        if (mapped.FirstOrDefault(claim => claim.Name == SourceIdentity) is { } identity && !IsIdentity(identity.Value))
            return new Refused(Reason.MappedClaimInvalid, SourceIdentity, "2 to 64 letters and digits of ASCII and _+=,.@-");
        if (!settings.SessionTags.Fill(Tags, facts).Is(out var tags, out var refused))
            return refused;
        var shaped = mapped.AddRange(tags);
        return SizeOf(shaped) <= LargestClaims
            ? shaped
            : new Refused(Reason.MappedClaimInvalid, shaped.MaxBy(claim => SizeOf([claim]))!.Name, $"shorter: all mapped claims have at most {LargestClaims} bytes of JSON together");
    }

    protected override bool Owns(string claim) => claim.StartsWith(Namespace, StringComparison.Ordinal);

    protected override string? OwnTargetMistake(string claim) => claim == SourceIdentity ? null : "is filled by session_tags alone";

    // STS API Reference, AssumeRole, SourceIdentity: [\w+=,.@-]*.
    private static bool IsIdentity(IssuedValue value) => value is IssuedValue.Text { Value: { Length: >= 2 and <= 64 } name }
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '+' or '=' or ',' or '.' or '@' or '-');

    private static int SizeOf(ImmutableArray<IssuedClaim> claims) => CompactJson.Write(claims, static (claims, writer) =>
    {
        foreach (var claim in claims)
            claim.WriteTo(writer);
    }).Length;
}
