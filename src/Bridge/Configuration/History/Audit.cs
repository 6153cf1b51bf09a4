using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bridge.Configuration.History;

/// <summary>What an audit of the change log came to.</summary>
/// <param name="Entries">How many entries there are, up to the first broken one.</param>
/// <param name="Unhashed">How many of them were logged before there were hashes; the chain begins behind them.</param>
/// <param name="Head">The hash of the newest entry, to be kept elsewhere; null where none has one.</param>
/// <param name="Broken">What is wrong; null where the log is whole.</param>
public sealed record Audit(long Entries, long Unhashed, string? Head, Breach? Broken)
{
    /// <summary>What is in force and not as the log left it; looked for only where the log is whole.</summary>
    public ImmutableArray<Alteration> Altered { get; init; } = [];

    /// <summary>Whether the log is whole and all is as it left it.</summary>
    [JsonIgnore]
    public bool Passed => Broken is null && Altered.IsEmpty;
}

/// <summary>Where the change log is broken.</summary>
/// <param name="Revision">The first revision whose entry is not as it was written.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record Breach(long Revision, string Message);

/// <summary>A thing that somebody changed in the database, past the change log.</summary>
/// <param name="Section">The kind of thing, as <see cref="ChangeItem"/> has it.</param>
/// <param name="Id">What it is known by within its section.</param>
/// <param name="Message">How it differs.</param>
public sealed record Alteration(string Section, string Id, string Message);
