using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>Goes through recorded exchanges, decides each on both sides, and adds up how they differ.</summary>
internal sealed class ImpactRun(Redecision redecision, Side inForce, Side draft)
{
    private readonly UsedTokens usedInForce = new();
    private readonly UsedTokens usedUnderDraft = new();
    private readonly ImpactTally tally = new();
    private readonly Indifference indifference = new(inForce, draft);
    private readonly PastJobs jobs = new(inForce.Configuration);

    public long Records { get; private set; }

    public async ValueTask AddAsync(PastExchange record, CancellationToken ct)
    {
        Records++;
        using var job = jobs.Read(record, out var why);
        if (job is null)
        {
            tally.Undecided(why!);
            return;
        }

        var before = await redecision.DecideAsync(job, inForce, usedInForce.Contains, ct);
        var after = await indifference.HoldsAsync(job, before, ct) ? before : await redecision.DecideAsync(job, draft, usedUnderDraft.Contains, ct);
        if (job.Withheld.Asked is { } claim)
        {
            tally.Undecided(new(UndecidableReason.ClaimNotKept, claim));
            return;
        }

        Use(usedInForce, before, record);
        Use(usedUnderDraft, after, record);
        tally.Decided(job, before, after);
    }

    public Impact Result() => tally.Result(Records);

    private static void Use(UsedTokens used, Redecided decided, PastExchange record)
    {
        if (decided.Grant?.Mark is { } mark)
            used.Add(mark, record.At);
    }
}
