using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.DryRuns;
using Bridge.Policies;
using Bridge.Refusals;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A recent job that a preview can be made of.</summary>
public sealed record PreviewJob(Guid Exchange, string Title);

/// <summary>The claims that the token of a recent job would carry; it is never signed.</summary>
/// <param name="Jobs">The jobs to choose from: those that pass come first.</param>
/// <param name="Chosen">The job that it is of.</param>
/// <param name="Claims">The claims as indented JSON; null where the job would be refused.</param>
/// <param name="Why">Why it would be.</param>
/// <param name="Changes">What the draft changes of them.</param>
/// <param name="Mistakes">Why the draft cannot be.</param>
public sealed record TokenPreview(ImmutableArray<PreviewJob> Jobs, Guid? Chosen, string? Claims, string? Why, ImmutableArray<ClaimChange> Changes, ImmutableArray<Mistake> Mistakes)
{
    private const int MostJobs = 50;

    // Shown as text, and not within a script: what is no ASCII may be read.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes it for the relying party as things are, or as one thing would make it that is changed.</summary>
    public static async Task<TokenPreview> MakeAsync(Engine engine, RelyingParty party, (Section Section, Node.Map Thing)? changed, Guid? wanted, CancellationToken ct)
    {
        var (draft, mistakes) = changed is var (section, thing) ? await WhoPasses.DraftAsync(engine, section, thing, ct) : (null, []);
        var decided = (await RecentJobs.DecideAsync(engine, party.Id, party.Audience, draft, ct)).Decided.Where(one => one.Comparison.InForce.Trail.Facts is not null)
            .OrderByDescending(one => (one.Comparison.Draft ?? one.Comparison.InForce).Refused is null).ThenByDescending(one => one.Record.Id)
            .DistinctBy(one => (one.Comparison.InForce.Trail.Facts!.ProjectPath, one.Comparison.InForce.Trail.Facts.Claims.Text("ref"))).Take(MostJobs).ToList();
        ImmutableArray<PreviewJob> jobs = [.. decided.Select(one => new PreviewJob(one.Record.Id, $"{one.Comparison.InForce.Trail.Facts!.ProjectPath} on {one.Comparison.InForce.Trail.Facts.Claims.Text("ref")}"))];
        if (jobs.IsEmpty)
            return new(jobs, null, null, null, [], mistakes);
        var (record, comparison) = decided.Find(one => one.Record.Id == wanted) is { Record: not null } found ? found : decided[0];
        var side = comparison.Draft ?? comparison.InForce;
        return new(
            jobs, record.Id, side.Claims is { } claims ? Pretty(claims) : null,
            side.Refused is { } refused ? RefusalAnswer.To(refused, Visibility.Exact).Description : null, comparison.Claims, mistakes);
    }

    private static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }
}
