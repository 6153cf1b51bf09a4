namespace Bridge.Storage.Records;

/// <summary>The connection of one journal writer, with its prepared statements.</summary>
internal abstract class JournalConnection : IAsyncDisposable
{
    /// <summary>Whether a transaction was ever begun on it; a connection that was idle may be dead without knowing.</summary>
    public bool Used { get; protected set; }

    /// <summary>
    /// Runs the attempt in one transaction that holds the revision: compares what was seen of the projects, then writes the
    /// guards, in their order, then the records. Commits and gives true where nobody lost; else nothing is written, and the
    /// attempt knows who lost.
    /// </summary>
    public abstract ValueTask<bool> TryAsync(Attempt attempt);

    public abstract ValueTask DisposeAsync();
}
