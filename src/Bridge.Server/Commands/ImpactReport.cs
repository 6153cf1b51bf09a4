using Bridge.DryRuns;

namespace Bridge.Server.Commands;

/// <summary>What <c>bridge impact</c> tells.</summary>
/// <param name="Impact">What was found.</param>
/// <param name="Since">From when on exchanges were decided again.</param>
/// <param name="Until">When that began, with which it ends.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Limit">How many groups of each effect are listed.</param>
internal sealed record ImpactReport(Impact Impact, DateTimeOffset Since, DateTimeOffset Until, TimeSpan Elapsed, int Limit)
{
    public double PerSecond => Elapsed > TimeSpan.Zero ? Impact.Records / Elapsed.TotalSeconds : 0;
}
