using System.Collections.Immutable;
using Bridge.Policies;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>What a recipe is filled with.</summary>
public sealed record RecipeFacts
{
    /// <summary>Bridge's issuer URL, byte for byte.</summary>
    public required string Issuer { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string JwksUri { get; init; }

    public required RelyingParty Party { get; init; }

    /// <summary>The exact <c>sub</c> of the jobs that shall be let in.</summary>
    public required string Subject { get; init; }

    /// <summary>The id of their project, or null where no job is known.</summary>
    public string? ProjectId { get; init; }

    public string? ProjectPath { get; init; }

    /// <summary>The <c>username</c> of their tokens, where the profile has one.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>groups</c> of their tokens.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The audience that the job's own CI token must have.</summary>
    public required string CiAudience { get; init; }

    public string Audience => Party.Audience;

    /// <summary>The issuer URL without its scheme, as AWS names an identity provider.</summary>
    public string IssuerName => Issuer[(Issuer.IndexOf("://", StringComparison.Ordinal) + 3)..];

    /// <summary>A name for what is made on the other side, of letters, digits and hyphens: the project's.</summary>
    public string Name => Slug(ProjectPath?.Split('/')[^1]) ?? Slug(Party.Id) ?? "bridge";

    private static string? Slug(string? text)
    {
        var slug = string.Concat((text ?? "").ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        return slug.Length >= 3 && char.IsAsciiLetter(slug[0]) ? slug[..Math.Min(slug.Length, 60)].Trim('-') : null;
    }
}
