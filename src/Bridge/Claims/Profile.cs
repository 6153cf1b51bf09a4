using System.Collections.Immutable;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// What a kind of relying party expects of a token: its type, its limits, and the claims that are filled only through here.
/// </summary>
public abstract class Profile
{
    /// <summary>All profiles, by the word that configuration uses.</summary>
    public static readonly IReadOnlyDictionary<string, Profile> All = new Profile[] { new PlainProfile(), new KubernetesProfile() }
        .ToImmutableDictionary(profile => profile.Name, StringComparer.Ordinal);

    public abstract string Name { get; }

    /// <summary>The type of token where the request names none.</summary>
    public abstract TokenType DefaultTokenType { get; }

    /// <summary>Longest subject that such a service takes, in bytes (OpenID Connect Core §2 allows 255).</summary>
    public virtual int MaximumSubjectBytes => 255;

    /// <summary>Whether an administrator must confirm a project before such a service sees it, unless configured otherwise.</summary>
    public virtual bool EnrolledProjects => true;

    /// <summary>Claims that mean something to such a service alone; they are filled only through here.</summary>
    public virtual IReadOnlyList<string> OwnClaims => [];

    /// <summary>Whether the profile puts a prefix before its own claims, which configuration then must name.</summary>
    public virtual bool Prefixes => false;

    /// <summary>What is wrong with a prefix for this profile, or null.</summary>
    public virtual string? PrefixMistake(string prefix) => null;

    /// <summary>The claims as such a service takes them.</summary>
    public abstract Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, string subject, string prefix);
}
