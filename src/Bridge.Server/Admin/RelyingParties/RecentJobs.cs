using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Records;
using Bridge.Server.Hosting;

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

    /// <summary>What each of them comes to for this audience, in force and under a draft.</summary>
    public static async Task<IReadOnlyList<(PastExchange Record, Comparison Comparison)>> DecideAsync(Engine engine, string party, string audience, Draft? draft, CancellationToken ct)
    {
        var own = await engine.Database.PastExchanges.LastAsync(party, MostOfParty, ct);
        var others = await engine.Database.PastExchanges.LastAsync(null, MostOfAll, ct);
        var asked = new RecordedRequest([audience], [], [], null).Write();
        // What came of it then is no matter: a token that was used is as good as another one of its job.
        var jobs = own.Concat(others).DistinctBy(record => record.Id).Select(record => record with { Request = asked, RelyingParty = party, Reason = null, ReasonName = null });
        return await engine.DryRun.ExplainAllAsync([.. jobs], draft, ct);
    }
}
