using System.Diagnostics.Metrics;

namespace Bridge.Storage.Records;

/// <summary>What the journal measures of itself.</summary>
internal sealed class JournalMetrics : IDisposable
{
    public const string Name = "Bridge.Storage";

    private readonly Meter meter = new(Name);
    private readonly Histogram<double> duration;
    private readonly Histogram<int> size;
    private readonly Counter<long> countedOnly;
    private readonly Counter<long> failed;

    public JournalMetrics(Func<int> queued)
    {
        duration = meter.CreateHistogram<double>("bridge.journal.commit.duration", "s", "How long a batch took from its first statement to its commit.");
        size = meter.CreateHistogram<int>("bridge.journal.batch.size", "{exchange}", "Exchanges that one commit recorded.");
        countedOnly = meter.CreateCounter<long>("bridge.journal.counted_only", "{exchange}", "Refusals that were not recorded, for the disk is nearly full.");
        failed = meter.CreateCounter<long>("bridge.journal.failed", "{exchange}", "Exchanges that could not be recorded.");
        meter.CreateObservableGauge("bridge.journal.queue", queued, "{exchange}", "Exchanges that wait for a commit.");
    }

    public void Committed(TimeSpan elapsed, int recorded, int counted)
    {
        if (recorded > 0)
        {
            duration.Record(elapsed.TotalSeconds);
            size.Record(recorded);
        }

        if (counted > 0)
            countedOnly.Add(counted);
    }

    public void Failed(int entries) => failed.Add(entries);

    public void Dispose() => meter.Dispose();
}
