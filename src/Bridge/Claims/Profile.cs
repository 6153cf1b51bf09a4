using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// What a kind of relying party expects of a token: its type, its limits, and the claims that are filled only through here.
/// What such a service would refuse is refused here, by name; what merely is unusual for it is a warning when it is written.
/// </summary>
public abstract class Profile
{
    /// <summary>All profiles, by the word that configuration uses.</summary>
    public static readonly IReadOnlyDictionary<string, Profile> All =
        new Profile[] { new AwsProfile(), new AzureProfile(), new GcpProfile(), new KubernetesProfile(), new PlainProfile(), new VaultProfile() }
            .ToImmutableDictionary(profile => profile.Name, StringComparer.Ordinal);

    public abstract string Name { get; }

    /// <summary>The type of token where the request names none.</summary>
    public virtual TokenType DefaultTokenType => TokenType.Jwt;

    /// <summary>Longest subject that such a service takes, in bytes (OpenID Connect Core §2 allows 255).</summary>
    public virtual int MaximumSubjectBytes => 255;

    /// <summary>Longest audience that such a service can be told to expect, in characters.</summary>
    public virtual int LongestAudience => int.MaxValue;

    /// <summary>The algorithms (RFC 7518 §3.1) that such a service verifies.</summary>
    public virtual IReadOnlyList<string> Algorithms => ["RS256", "ES256"];

    /// <summary>Whether an administrator must confirm a project before such a service sees it, unless configured otherwise.</summary>
    public virtual bool EnrolledProjects => true;

    /// <summary>Whether the profile puts a prefix before its own claims, which configuration then must name.</summary>
    public virtual bool Prefixes => false;

    /// <summary>Whether the service takes session tags.</summary>
    public virtual bool TakesSessionTags => false;

    /// <summary>What is wrong with a prefix for this profile, or null.</summary>
    public virtual string? PrefixMistake(string prefix) => null;

    /// <summary>Why such a service may not take an audience or an algorithm as it usually stands, or null.</summary>
    public virtual string? Doubt(string audience, string algorithm) => null;

    /// <summary>What is wrong with a mapping to <paramref name="claim"/> for this profile, or null.</summary>
    public string? TargetMistake(string claim)
    {
        if (Owns(claim))
            return OwnTargetMistake(claim);
        var owners = All.Values.Where(other => other.Owns(claim)).Select(other => other.Name).Order(StringComparer.Ordinal).ToList();
        return owners.Count == 0 ? null : $"is filled only for the profile {string.Join(" or ", owners)}";
    }

    /// <summary>The claims as such a service takes them.</summary>
    /// <param name="mapped">What the mappings gave.</param>
    /// <param name="facts">The job.</param>
    /// <param name="subject">The token's <c>sub</c>.</param>
    /// <param name="settings">What the relying party says to its profile.</param>
    public abstract Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings);

    /// <summary>Whether a claim means something to such a service alone, so that it is filled only through this profile.</summary>
    protected virtual bool Owns(string claim) => false;

    /// <summary>What is wrong with a mapping to a claim of this profile's own, or null.</summary>
    protected virtual string? OwnTargetMistake(string claim) => null;

    /// <summary>The texts of a claim that holds names; none where nothing is mapped to it.</summary>
    protected static Outcome<ImmutableArray<string>> Names(ImmutableArray<IssuedClaim> mapped, string claim) => mapped.FirstOrDefault(one => one.Name == claim)?.Value switch
    {
        null => ImmutableArray<string>.Empty,
        IssuedValue.Text text => ImmutableArray.Create(text.Value),
        IssuedValue.Texts texts => texts.Values,
        IssuedValue.Json { Element: { ValueKind: System.Text.Json.JsonValueKind.Array } array } when array.EnumerateArray().All(item => item.ValueKind == System.Text.Json.JsonValueKind.String)
            => array.EnumerateArray().Select(item => item.GetString()!).ToImmutableArray(),
        _ => new Refused(Reason.MappedClaimInvalid, claim, "an array of texts"),
    };
}
