using System.Collections.Immutable;

namespace Bridge.DryRuns;

/// <summary>What a draft does to an exchange, the gravest first.</summary>
public enum ImpactEffect
{
    /// <summary>It was granted and would be refused.</summary>
    Lost,

    /// <summary>It was refused and would be granted.</summary>
    Gained,

    /// <summary>The token would have another <c>sub</c>.</summary>
    Subject,

    /// <summary>The token would have other claims under the same <c>sub</c>.</summary>
    Claims,

    /// <summary>The token would differ in its audience, type, scopes, lifetime or signature algorithm alone.</summary>
    Terms,
}

/// <summary>Exchanges that a draft changes in the same way.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="RelyingParty">The relying party's id; under the draft, where it grants.</param>
/// <param name="SubjectBefore">The <c>sub</c> in force; null where it is refused.</param>
/// <param name="SubjectAfter">The <c>sub</c> under the draft; null where it is refused.</param>
/// <param name="Reason">The code of the refusal: under the draft of what is lost, in force of what is gained.</param>
/// <param name="ReasonName">What that refusal is about, such as a claim.</param>
/// <param name="Changes">What else differs of the token: <c>+claim</c>, <c>-claim</c>, <c>~claim</c>, <c>scopes read → read write</c>.</param>
public sealed record ImpactKind(
    ImpactEffect Effect, string Issuer, string ProjectId, string RelyingParty, string? SubjectBefore, string? SubjectAfter, string? Reason, string? ReasonName, string Changes);

/// <summary>How often one kind of change met, and where to look.</summary>
/// <param name="Kind">The change.</param>
/// <param name="ProjectPath">The project's path in the last of the exchanges.</param>
/// <param name="Count">How many exchanges.</param>
/// <param name="First">When the first of them was made.</param>
/// <param name="Last">When the last of them was made.</param>
/// <param name="ExampleId">The last of them.</param>
/// <param name="ExampleRef">Its <c>ref</c>.</param>
public sealed record ImpactGroup(ImpactKind Kind, string ProjectPath, long Count, DateTimeOffset First, DateTimeOffset Last, Guid ExampleId, string? ExampleRef);

/// <summary>How many exchanges have one effect, and of how many projects.</summary>
/// <param name="Exchanges">The exchanges.</param>
/// <param name="Projects">The projects; no more than <see cref="Impact.MostProjects"/> are told apart.</param>
public sealed record ImpactTotal(long Exchanges, int Projects);

/// <summary>What a draft would have changed.</summary>
public sealed record Impact
{
    /// <summary>Most groups that are kept apart; the exchanges of further ones are counted.</summary>
    public const int MostGroups = 20_000;

    /// <summary>Most projects that are told apart for each effect.</summary>
    public const int MostProjects = 200_000;

    /// <summary>All exchanges that were looked at.</summary>
    public required long Records { get; init; }

    /// <summary>Exchanges that come to the same on both sides.</summary>
    public required long Same { get; init; }

    /// <summary>Exchanges that both sides refuse, for different reasons.</summary>
    public required long RefusedOtherwise { get; init; }

    /// <summary>Exchanges of older records, decided as if they had asked for the relying party that they name and nothing else.</summary>
    public required long Assumed { get; init; }

    /// <summary>How many could not be decided again, and why; the most frequent first.</summary>
    public required ImmutableArray<(Undecidable Why, long Count)> Undecided { get; init; }

    public required ImmutableSortedDictionary<ImpactEffect, ImpactTotal> Totals { get; init; }

    /// <summary>The changes, the gravest first, and of one effect the most frequent first.</summary>
    public required ImmutableArray<ImpactGroup> Groups { get; init; }

    /// <summary>Changed exchanges that belong to none of <see cref="Groups"/>, for there were too many.</summary>
    public required long BeyondGroups { get; init; }

    /// <summary>Whether anybody gets anything else.</summary>
    public bool Changes => Totals.Values.Any(total => total.Exchanges > 0);
}
