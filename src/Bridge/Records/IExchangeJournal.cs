using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Records;

/// <summary>What one exchange writes, in one transaction: its record, and for a grant its replay mark and what becomes of the pin.</summary>
/// <param name="Record">The record.</param>
/// <param name="Revision">The revision that was decided under; on another one nothing of this is written.</param>
/// <param name="Mark">The replay mark that must be new, or null.</param>
/// <param name="Pin">The change of the pin that must find it as it was seen, or null.</param>
public sealed record JournalEntry(ExchangeRecord Record, long Revision, ReplayMark? Mark, PinChange? Pin)
{
    /// <summary>What was decided on: where pins or burned paths are others by now, nothing of the entry is written. Null where they were not asked for.</summary>
    public ProjectsSeen? Seen { get; init; }
}

/// <summary>What an exchange saw of the projects that its job names.</summary>
public sealed record ProjectsSeen(ProjectQuery Query, ProjectView View);

/// <summary>What became of a <see cref="JournalEntry"/>. Only with the first two may an answer leave.</summary>
public enum CommitOutcome
{
    /// <summary>Nothing was said: treated as not written.</summary>
    None = 0,

    /// <summary>The entry is on disk.</summary>
    Committed,

    /// <summary>A refusal was counted and not recorded, for the disk is nearly full. Never the outcome of a grant.</summary>
    CountedOnly,

    /// <summary>The configuration changed: decide again.</summary>
    Superseded,

    /// <summary>The subject token was used before: decide again, knowing that.</summary>
    MarkTaken,

    /// <summary>The pin was changed or the path burned since they were seen: decide again.</summary>
    PinChanged,
}

/// <summary>The wall to where exchanges are recorded. Entries of many exchanges share one transaction and one fsync.</summary>
public interface IExchangeJournal
{
    /// <summary>Writes the entry durably. It does not return <see cref="CommitOutcome.Committed"/> before the entry is on disk.</summary>
    /// <exception cref="StoreUnavailableException">The entry could not be written; nothing of it was.</exception>
    ValueTask<CommitOutcome> CommitAsync(JournalEntry entry, CancellationToken ct);
}
