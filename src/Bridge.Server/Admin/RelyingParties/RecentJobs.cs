using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Records;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>
/// Jobs of the last exchanges, as if each asked for one relying party: those that did ask for it first, then others. They are few,
/// so that a page can decide all of them again while somebody types.
/// </summary>
internal static class RecentJobs
{
    /// <summary>So many of the last exchanges for the relying party are looked at.</summary>
    public const int MostOfParty = 200;

    /// <summary>So many of the last exchanges of all are looked at beside them.</summary>
    public const int MostOfAll = 200;

    /// <summary>What each of them comes to for this audience, in force and under a draft, and how many cannot be decided: a claim that decides was not kept.</summary>
    public static async Task<(IReadOnlyList<(PastExchange Record, Comparison Comparison)> Decided, int Undecided)> DecideAsync(Engine engine, string party, string audience, Draft? draft, CancellationToken ct)
    {
        var own = await engine.Database.PastExchanges.NewestAsync(new ExchangeFilter(RelyingParty: party), MostOfParty, ct).ToListAsync(ct);
        var others = await engine.Database.PastExchanges.NewestAsync(new ExchangeFilter(), MostOfAll, ct).ToListAsync(ct);
        var asked = new RecordedRequest([audience], [], [], null).Write();
        // What came of it then is no matter: a token that was used is as good as another one of its job.
        var jobs = own.Concat(others).Where(record => record.Claims is not null).DistinctBy(record => record.Id).Select(record => record with { Request = asked, RelyingParty = party, Reason = null, ReasonName = null }).ToList();
        var decided = await engine.DryRun.ExplainAllAsync(jobs, draft, ct);
        return (decided, jobs.Count - decided.Count);
    }
}
