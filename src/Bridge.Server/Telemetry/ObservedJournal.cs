using System.Diagnostics.Metrics;
using Bridge.Records;

namespace Bridge.Server.Telemetry;

/// <summary>
/// Tells of each record that is on disk: one event in the log and one count, by issuer, relying party and reason, all of which
/// were verified or are this server's own words.
/// </summary>
internal sealed partial class ObservedJournal : IExchangeJournal, IDisposable
{
    private readonly IExchangeJournal journal;
    private readonly ILogger<ObservedJournal> logger;
    private readonly Meter meter = new("Bridge.Exchanges");
    private readonly Counter<long> records;

    public ObservedJournal(IExchangeJournal journal, ILogger<ObservedJournal> logger)
    {
        (this.journal, this.logger) = (journal, logger);
        records = meter.CreateCounter<long>("bridge.exchange.records", "{record}", "Records of exchanges, by outcome, issuer, relying party and exact reason");
    }

    public async ValueTask<CommitOutcome> CommitAsync(JournalEntry entry, CancellationToken ct)
    {
        var outcome = await journal.CommitAsync(entry, ct);
        if (outcome == CommitOutcome.Committed)
            Tell(entry.Record);
        return outcome;
    }

    public void Dispose() => meter.Dispose();

    private void Tell(ExchangeRecord record)
    {
        var granted = record.Granted ? "granted" : "refused";
        if (records.Enabled)
            records.Add(1, new("outcome", granted), new("issuer", record.Issuer ?? ""), new("relying_party", record.RelyingParty ?? ""), new("reason", record.Reason ?? ""));
        Log.Recorded(logger, record.Id, granted, record.Reason, record.Issuer, record.ProjectId, record.JobId, record.RelyingParty, record.Rule, record.Subject, record.SubjectTokenHash);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Exchange {ExchangeId} was {Outcome}: {Reason} (issuer {Issuer}, project {ProjectId}, job {JobId}, relying party {RelyingParty}, rule {Rule}, subject {Subject}, token {SubjectTokenSha256})", EventName = "ExchangeRecorded")]
        public static partial void Recorded(
            ILogger logger, Guid exchangeId, string outcome, string? reason, string? issuer, string? projectId, string? jobId, string? relyingParty, string? rule, string? subject, string? subjectTokenSha256);
    }
}
