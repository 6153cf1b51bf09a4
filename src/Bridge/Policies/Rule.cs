using System.Collections.Immutable;
using Bridge.GitLab;

namespace Bridge.Policies;

public enum RuleEffect
{
    Deny,
    Allow,
}

/// <summary>
/// Lets the jobs that meet all of its conditions reach a relying party, or keeps them from it. A shadow rule is recorded and
/// passed over. An allow rule is tried for a fork's job only where <see cref="Forks"/> says so.
/// </summary>
public sealed record Rule
{
    public required string Id { get; init; }

    public required RuleEffect Effect { get; init; }

    public required bool Shadow { get; init; }

    public required bool Forks { get; init; }

    /// <summary>All must hold; none only where the rule says that it means everyone.</summary>
    public required ImmutableArray<Condition> Conditions { get; init; }

    /// <summary>Longest lifetime of a token that this rule grants; null leaves it to the relying party.</summary>
    public required TimeSpan? Lifetime { get; init; }

    /// <summary>The scopes that this rule gives; null gives all of the relying party.</summary>
    public required ImmutableArray<string>? Scopes { get; init; }

    /// <summary>Whether all of its conditions hold.</summary>
    public bool Holds(JobFacts facts)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(facts))
                return false;
        }

        return true;
    }
}
