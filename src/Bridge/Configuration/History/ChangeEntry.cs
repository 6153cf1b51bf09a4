using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Configuration.History;

/// <summary>
/// One entry of the change log, which is only ever appended to: who changed the configuration, when, why and how. Each change
/// raises the revision by one and leaves one entry, and each entry holds the hash of the one before, so that nobody can change
/// or take out one without changing all that follow. Its texts are as they are stored and hashed (<see cref="ChangeHash"/>).
/// </summary>
public sealed record ChangeEntry
{
    /// <summary>The revision that the change made; the first one makes 2.</summary>
    public required long Revision { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it: <c>cli:root@host</c>, a person or an API token.</summary>
    public required string Author { get; init; }

    /// <summary>The author's own words, or null.</summary>
    public string? Why { get; init; }

    /// <summary>The SHA-256 of the file that was applied, in hexadecimal, or null.</summary>
    public string? FileHash { get; init; }

    /// <summary>The difference as people read it, line by line.</summary>
    public required string Difference { get; init; }

    /// <summary>What the author was warned of, as JSON, or null.</summary>
    public string? Warnings { get; init; }

    /// <summary>The hash of the entry before; null in the first one of the chain.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>The hash of this entry with its items, in hexadecimal; null in what was logged before there were hashes.</summary>
    public string? Hash { get; init; }

    /// <summary>The warnings as they are kept; null for none.</summary>
    public static string? Keep(ImmutableArray<Warning> warnings) => warnings.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(warnings.AsEnumerable(), JsonSerializerOptions.Web);

    /// <summary>The warnings that were kept.</summary>
    public ImmutableArray<Warning> ReadWarnings() => Warnings is null ? [] : [.. JsonSerializer.Deserialize<Warning[]>(Warnings, JsonSerializerOptions.Web)!];
}
