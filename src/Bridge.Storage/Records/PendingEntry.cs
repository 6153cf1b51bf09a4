using Bridge.Configuration;
using Bridge.Records;

namespace Bridge.Storage.Records;

/// <summary>An entry that waits for its commit.</summary>
internal sealed class PendingEntry(JournalEntry entry)
{
    // The writer must never run what its callers do next.
    private readonly TaskCompletionSource<CommitOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalEntry Entry { get; } = entry;

    public Task<CommitOutcome> Outcome => done.Task;

    public void Complete(CommitOutcome outcome) => done.TrySetResult(outcome);

    // One exception for each caller: thrown in many places at once, one would mix their stack traces.
    public void Fail(StoreUnavailableException exception) => done.TrySetException(new StoreUnavailableException(exception.Message, exception.InnerException));
}
