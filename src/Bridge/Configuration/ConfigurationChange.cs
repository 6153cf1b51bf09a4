using System.Collections.Immutable;
using Bridge.Projects;
using Bridge.Subjects;

namespace Bridge.Configuration;

/// <summary>
/// One change of the configuration, all or nothing. Versions are the store's: what is put gets one more than
/// it ever had.
/// </summary>
public sealed record ConfigurationChange
{
    /// <summary>The revision that the change was made against; on another one nothing is written.</summary>
    public required long Revision { get; init; }

    /// <summary>Who makes it: <c>cli:root@host</c>, a person or an API token.</summary>
    public required string Author { get; init; }

    /// <summary>Why, in the author's own words, or null.</summary>
    public string? Why { get; init; }

    /// <summary>What the author was warned of; kept with the change.</summary>
    public ImmutableArray<Warning> Warnings { get; init; } = [];

    /// <summary>The SHA-256 of the file that was applied, in hexadecimal, or null.</summary>
    public string? FileHash { get; init; }

    /// <summary>The difference as people read it, one line for each thing.</summary>
    public required ImmutableArray<string> Difference { get; init; }

    public ImmutableArray<Definition> Put { get; init; } = [];

    public ImmutableArray<(Section Section, string Id)> Delete { get; init; } = [];

    public ImmutableArray<SubTemplate> PutTemplates { get; init; } = [];

    public ImmutableArray<string> DeleteTemplates { get; init; } = [];

    public ImmutableArray<EnrolledProject> Enrol { get; init; } = [];

    public ImmutableArray<EnrolledProject> Withdraw { get; init; } = [];

    /// <summary>Projects that are confirmed; where one is no longer as it was shown, nothing of the change is written.</summary>
    public ImmutableArray<Confirmation> Confirm { get; init; } = [];
}
