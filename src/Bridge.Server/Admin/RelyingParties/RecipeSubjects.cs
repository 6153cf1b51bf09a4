using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Policies;
using Bridge.Records;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A subject that a recipe can be filled with.</summary>
/// <param name="Exchange">The last exchange with it.</param>
/// <param name="Subject">The exact <c>sub</c>.</param>
/// <param name="Granted">Whether a token was granted with it; otherwise it is what the job would get now.</param>
/// <param name="At">When.</param>
/// <param name="Issuer">The job's issuer.</param>
/// <param name="ProjectId">The project's id.</param>
/// <param name="ProjectPath">Its path.</param>
/// <param name="Ref">The branch or tag.</param>
/// <param name="Username">The <c>username</c> of the token, where it has one.</param>
/// <param name="Groups">Its <c>groups</c>.</param>
public sealed record RecipeSubject(
    Guid Exchange, string Subject, bool Granted, DateTimeOffset At, string Issuer, string ProjectId, string ProjectPath, string? Ref, string? Username, ImmutableArray<string> Groups);

/// <summary>The subjects of a relying party's recent tokens.</summary>
internal static class RecipeSubjects
{
    /// <summary>So many of the last exchanges for the relying party are looked through.</summary>
    public const int MostLooked = 500;

    /// <summary>Each subject once, the last one first: of tokens that were granted, and then of recent jobs that would get one now.</summary>
    public static async Task<ImmutableArray<RecipeSubject>> ReadAsync(Engine engine, RelyingParty party, CancellationToken ct)
    {
        var granted = (await engine.Database.PastExchanges.NewestAsync(new ExchangeFilter(RelyingParty: party.Id), MostLooked, ct).ToListAsync(ct))
            .Where(record => record is { Reason: null, Subject: not null }).OrderByDescending(record => record.Id).DistinctBy(record => record.Subject, StringComparer.Ordinal).ToList();
        var (now, _) = await RecentJobs.DecideAsync(engine, party.Id, party.Audience, null, ct);
        var would = now.Where(one => one.Comparison.InForce is { Refused: null }).ToDictionary(one => one.Record.Id);
        return
        [
            .. granted.Select(record => Granted(record, would.TryGetValue(record.Id, out var one) ? one.Comparison.InForce.Claims : null)).OfType<RecipeSubject>(),
            .. would.Values.OrderByDescending(one => one.Record.Id).DistinctBy(one => one.Comparison.InForce.Trail.Subject, StringComparer.Ordinal)
                .Where(one => granted.TrueForAll(record => record.Subject != one.Comparison.InForce.Trail.Subject))
                .Select(one => Of(one.Record, one.Comparison.InForce.Trail.Subject!, granted: false, one.Comparison.InForce.Claims)).OfType<RecipeSubject>(),
        ];
    }

    // The other claims are today's, so they count only where the subject still is what was granted.
    private static RecipeSubject? Granted(PastExchange record, string? claims) => Of(record, record.Subject!, granted: true, claims is not null && Text(claims, "sub") == record.Subject ? claims : null);

    private static RecipeSubject? Of(PastExchange record, string subject, bool granted, string? issued)
    {
        using var job = record.Claims is { } kept ? RecordedClaims.Read(kept) : null;
        if (job is null)
            return null;
        string? At(string name) => job.RootElement.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;
        return new(record.Id, subject, granted, record.At, At("iss") ?? "", At("project_id") ?? "", At("project_path") ?? "", At("ref"), issued is null ? null : Text(issued, "username"), issued is null ? [] : Texts(issued, "groups"));
    }

    private static string? Text(string claims, string name)
    {
        using var document = JsonDocument.Parse(claims);
        return document.RootElement.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;
    }

    private static ImmutableArray<string> Texts(string claims, string name)
    {
        using var document = JsonDocument.Parse(claims);
        return document.RootElement.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.Array ? [.. claim.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];
    }
}
