using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Projects;

namespace Bridge.Storage.Records;

/// <summary>An entry that waits for its commit.</summary>
internal sealed class PendingEntry(JournalEntry entry, KnownProjects known)
{
    // The writer must never run what its callers do next.
    private readonly TaskCompletionSource<CommitOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalEntry Entry { get; } = entry;

    public Task<CommitOutcome> Outcome => done.Task;

    public void Complete(CommitOutcome outcome)
    {
        // What was read before is no longer so; whoever decides next reads it anew.
        if (Entry.Seen is { } seen && (outcome == CommitOutcome.PinChanged || Entry.Pin is not null))
            known.Forget(seen.Query);
        done.TrySetResult(outcome);
    }

    // One exception for each caller: thrown in many places at once, one would mix their stack traces.
    public void Fail(StoreUnavailableException exception) => done.TrySetException(new StoreUnavailableException(exception.Message, exception.InnerException));
}
