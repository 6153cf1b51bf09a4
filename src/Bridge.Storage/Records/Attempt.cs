using Bridge.Records;
using Bridge.Storage.Projects;

namespace Bridge.Storage.Records;

/// <summary>
/// The entries that one transaction tries to write. Of two that want the same row the first is tried; the other waits for what
/// becomes of it, for it has lost only where that one is committed.
/// </summary>
internal sealed class Attempt
{
    private readonly List<PendingEntry> counted = [];
    private readonly List<(PendingEntry Entry, CommitOutcome Outcome)> behind = [];
    private readonly List<(PendingEntry Entry, CommitOutcome Outcome)> lost = [];

    private Attempt()
    {
    }

    /// <summary>The entries to record, in the order they came.</summary>
    public List<PendingEntry> Recorded { get; } = [];

    /// <summary>What must hold for them, in the order it is written.</summary>
    public List<Guard> Guards { get; } = [];

    /// <summary>From here on a failure leaves open what became of the transaction.</summary>
    public bool Committing { get; set; }

    public bool Lost => lost.Count > 0;

    public int Counted => counted.Count;

    public static Attempt Of(IEnumerable<PendingEntry> entries, bool countRefusals)
    {
        var attempt = new Attempt();
        var rows = new HashSet<(int, string, string, string)>();
        foreach (var entry in entries)
        {
            if (countRefusals && !entry.Entry.Record.Granted)
                attempt.counted.Add(entry);
            else
                attempt.Add(entry, rows);
        }

        attempt.Guards.Sort(Guard.Order);
        return attempt;
    }

    /// <summary>Whether some entry was decided under another revision than <paramref name="revision"/>.</summary>
    public bool Superseded(long revision)
    {
        foreach (var entry in Recorded.Concat(counted).Concat(behind.Select(other => other.Entry)))
        {
            if (entry.Entry.Revision != revision)
                lost.Add((entry, CommitOutcome.Superseded));
        }

        return Lost;
    }

    /// <summary>The entries that were decided on what was stored of projects.</summary>
    public IEnumerable<PendingEntry> Seeing => Recorded.Concat(counted).Where(entry => entry.Entry.Seen is not null);

    /// <summary>Says what is stored of the projects that an entry was decided on.</summary>
    public void Found(PendingEntry entry, ProjectPins pins)
    {
        if (!pins.Are(entry.Entry.Seen!.View) && !lost.Exists(other => other.Entry == entry))
            lost.Add((entry, CommitOutcome.PinChanged));
    }

    /// <summary>Says what a guard met: one row where all was as expected.</summary>
    public void Met(Guard guard, int rows)
    {
        if (rows != 1 && !lost.Exists(other => other.Entry == guard.Owner))
            lost.Add((guard.Owner, guard.Conflict));
    }

    /// <summary>Forgets what was met, for the attempt is made again.</summary>
    public void Reset()
    {
        lost.Clear();
        Committing = false;
    }

    /// <summary>Everyone's outcome after the commit.</summary>
    public void Complete()
    {
        foreach (var entry in Recorded)
            entry.Complete(CommitOutcome.Committed);
        foreach (var entry in counted)
            entry.Complete(CommitOutcome.CountedOnly);
        foreach (var (entry, outcome) in behind)
            entry.Complete(outcome);
    }

    /// <summary>Sends the losers away.</summary>
    /// <returns>Those that are left, in the order they came.</returns>
    public List<PendingEntry> Dismiss(List<PendingEntry> entries)
    {
        foreach (var (entry, outcome) in lost)
            entry.Complete(outcome);
        var gone = lost.Select(other => other.Entry).ToHashSet();
        return [.. entries.Where(entry => !gone.Contains(entry))];
    }

    private void Add(PendingEntry entry, HashSet<(int, string, string, string)> rows)
    {
        if (entry.Entry is { Mark: null, Pin: null })
        {
            Recorded.Add(entry);
            return;
        }

        var guards = Guard.Of(entry).ToList();
        if (guards.Find(guard => rows.Contains(guard.Row)) is { } taken)
        {
            behind.Add((entry, taken.Conflict));
            return;
        }

        Recorded.Add(entry);
        Guards.AddRange(guards);
        rows.UnionWith(guards.Select(guard => guard.Row));
    }
}
