using System.Collections.Immutable;

namespace Bridge.Subjects;

/// <summary>Where a template stands; a nearer level counts before a farther one.</summary>
public enum TemplateLevel
{
    Instance,
    Issuer,
    Group,
    Project,
}

/// <summary>What becomes of a subject that is longer than allowed.</summary>
public enum Overflow
{
    Refuse,

    /// <summary>All behind the leading component becomes the SHA-256 of the whole.</summary>
    Digest,
}

/// <summary>One claim that a subject is built of; <paramref name="Omit"/> leaves it out of a job that lacks it.</summary>
public sealed record SubComponent(string Claim, bool Omit = false);

/// <summary>
/// What a subject is built of, for the jobs of one scope: the whole instance, an issuer, a group with all below it, or a
/// project; each for all relying parties or for one.
/// </summary>
public sealed record SubTemplate
{
    /// <summary>GitLab's own default.</summary>
    public static readonly SubTemplate Default = new()
    {
        Id = "built-in",
        Version = 1,
        Level = TemplateLevel.Instance,
        Components = [new SubComponent("project_path"), new SubComponent("ref_type"), new SubComponent("ref")],
    };

    public required string Id { get; init; }

    public required int Version { get; init; }

    public required TemplateLevel Level { get; init; }

    /// <summary>The issuer's id; null at the level of the instance.</summary>
    public string? Issuer { get; init; }

    /// <summary>The group's full path; null at every other level.</summary>
    public string? Group { get; init; }

    /// <summary>GitLab's id of the project; null at every other level.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The relying party that it is for, or null for all.</summary>
    public string? RelyingParty { get; init; }

    /// <summary>Whether the subject is the <c>sub</c> that GitLab made; then there are no components.</summary>
    public bool AsItCame { get; init; }

    public ImmutableArray<SubComponent> Components { get; init; } = [];

    public Overflow Overflow { get; init; }

    /// <summary>Whether nothing nearer than this counts.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether both are the same in everything.</summary>
    public bool SameAs(SubTemplate other) => this with { Components = other.Components } == other && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

    /// <summary>Whether some subject of it can have the claim.</summary>
    public bool Names(string claim) => Components.Any(component => component.Claim == claim);

    /// <summary>Whether every subject of it has the claim: a component that may be left out promises nothing.</summary>
    public bool Always(string claim) => Components.Any(component => component.Claim == claim && !component.Omit);
}
