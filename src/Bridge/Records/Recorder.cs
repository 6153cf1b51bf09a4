using Bridge.GitLab;

namespace Bridge.Records;

/// <summary>Writes the one record of an exchange, and makes the admission of a grant whose record is on disk.</summary>
public sealed class Recorder(IExchangeJournal journal)
{
    /// <summary>Records a refusal.</summary>
    public ValueTask<CommitOutcome> RefuseAsync(ExchangeRecord record, ProjectsSeen? seen, CancellationToken ct) =>
        journal.CommitAsync(new JournalEntry(record, record.Revision, null, null) { Seen = seen }, ct);

    /// <summary>Records a grant with its replay mark and pin; the admission is null for every outcome but committed.</summary>
    public async ValueTask<(CommitOutcome Outcome, Admission? Admission)> GrantAsync(ExchangeRecord record, ProjectsSeen seen, GitLabJob job, Grant grant, CancellationToken ct)
    {
        var outcome = await journal.CommitAsync(new JournalEntry(record, record.Revision, grant.Mark, grant.Pin) { Seen = seen }, ct);
        return (outcome, outcome == CommitOutcome.Committed ? new Admission(record.Id, job, grant, record.Client!, record.At) : null);
    }
}
