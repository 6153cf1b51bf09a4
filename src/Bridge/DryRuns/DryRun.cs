using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Exchange;
using Bridge.Records;
using Bridge.Tokens;

namespace Bridge.DryRuns;

/// <summary>
/// Decides without doing. A CI token, or the record of an exchange, is decided by the checks of the exchange under the
/// configuration in force, and under a draft that nobody applied yet. Nothing is stored: no record, no replay mark, no pin.
/// </summary>
public sealed class DryRun(ConfigurationCache configurations, IConfigurationStore store, TokenExchange exchange, TokenMinter minter, ExchangeSettings settings)
{
    /// <summary>What a request with a CI token comes to now.</summary>
    public async Task<Comparison> ExplainAsync(IncomingRequest request, Draft? draft, CancellationToken ct) => new(
        await exchange.ExplainAsync(request, null, ct),
        draft is null ? null : await exchange.ExplainAsync(request, draft, ct));

    /// <summary>What a recorded exchange would come to with today's configuration and projects, at the time it was made.</summary>
    /// <returns>The comparison, or why the record cannot be decided.</returns>
    public async Task<(Comparison? Comparison, Undecidable? Why)> ExplainAsync(PastExchange record, Draft? draft, CancellationToken ct)
    {
        var configuration = await configurations.RefreshAsync(ct);
        // Not disposed of: what the checks found is put into words when somebody asks.
        if (new PastJobs(configuration).Read(record, out var why) is not { } job)
            return (null, why);
        var redecision = new Redecision(settings, notes: true);
        var side = Side.InForce(configuration, store);
        var inForce = await ExplainAsync(redecision, job, side, ct);
        var drafted = draft is null ? null : await ExplainAsync(redecision, job, side.Under(draft), ct);
        return job.Withheld.Asked is { } claim
            ? (null, new Undecidable(UndecidableReason.ClaimNotKept, claim))
            : (new Comparison(inForce, drafted, job.Assumed), null);
    }

    /// <summary>What each of some recorded exchanges would come to, as <see cref="ExplainAsync(PastExchange, Draft?, CancellationToken)"/> says of one; those that cannot be decided are left out.</summary>
    public async Task<IReadOnlyList<(PastExchange Record, Comparison Comparison)>> ExplainAllAsync(IReadOnlyCollection<PastExchange> records, Draft? draft, CancellationToken ct)
    {
        var configuration = await configurations.RefreshAsync(ct);
        var (redecision, jobs, inForce) = (new Redecision(settings, notes: true), new PastJobs(configuration), Side.InForce(configuration, store));
        var drafted = draft is null ? null : inForce.Under(draft);
        var decided = new List<(PastExchange, Comparison)>(records.Count);
        foreach (var record in records)
        {
            if (jobs.Read(record, out _) is not { } job)
                continue;
            var comparison = new Comparison(await ExplainAsync(redecision, job, inForce, ct), drafted is null ? null : await ExplainAsync(redecision, job, drafted, ct), job.Assumed);
            if (job.Withheld.Asked is null)
                decided.Add((record, comparison));
        }

        return decided;
    }

    /// <summary>
    /// What a draft would have changed, had it been in force for these exchanges, which come in the order they were made. Memory
    /// is bounded, however many there are.
    /// </summary>
    /// <param name="records">The exchanges.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="progress">Told after each exchange how many there were and when it was made.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<Impact> ImpactAsync(IAsyncEnumerable<PastExchange> records, Draft draft, Action<long, DateTimeOffset>? progress, CancellationToken ct)
    {
        var inForce = Side.InForce(await configurations.RefreshAsync(ct), store);
        var run = new ImpactRun(new Redecision(settings, notes: false), inForce, inForce.Under(draft));
        await foreach (var record in records.WithCancellation(ct))
        {
            await run.AddAsync(record, ct);
            progress?.Invoke(run.Records, record.At);
        }

        return run.Result();
    }

    private async Task<Explanation> ExplainAsync(Redecision redecision, PastJob job, Side side, CancellationToken ct)
    {
        var decided = await redecision.DecideAsync(job, side, _ => false, ct);
        var claims = decided.Grant is { } grant ? minter.Describe(grant, decided.Facts!, job.Record.Client!, job.Record.At) : null;
        return new Explanation(decided.Trail, decided.Refused, claims, Decision.Standings(decided.Trail, side.Configuration));
    }
}
