using System.Collections.Immutable;
using Bridge.Configuration;

namespace Bridge.Storage.Configuration;

/// <summary>What the change log says of a change beside its items.</summary>
/// <param name="Difference">The difference as people read it, one line for each thing.</param>
internal sealed record ChangeNote(DateTimeOffset At, string Author, IEnumerable<string> Difference)
{
    public string? Why { get; init; }

    /// <summary>The SHA-256 of the file that was applied, in hexadecimal, or null.</summary>
    public string? FileHash { get; init; }

    public ImmutableArray<Warning> Warnings { get; init; } = [];
}
