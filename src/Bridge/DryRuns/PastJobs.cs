using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>
/// Reads recorded exchanges as they can be decided again. They ask for few different things, so what was asked for is read once
/// for all that asked for the same.
/// </summary>
/// <param name="inForce">The configuration that they are decided under today.</param>
internal sealed class PastJobs(ConfigurationInForce inForce)
{
    /// <summary>As many as there are different requests of one Bridge, and a bound where somebody makes up new ones.</summary>
    private const int MostRequests = 1000;

    private readonly Dictionary<string, RecordedRequest?> requests = new(StringComparer.Ordinal);

    /// <summary>The job of a record; null with <paramref name="why"/> where there is nothing to decide.</summary>
    public PastJob? Read(PastExchange record, out Undecidable? why)
    {
        why = null;
        if (record.Claims is not { } claims || record.Client is not { } client)
            why = new(UndecidableReason.NotVerified);
        else if (RequestOf(record) is not { } request)
            why = new(UndecidableReason.RequestNotKept);
        else if (record.ClaimsLeftOut is not { } leftOut || RecordedClaims.Read(claims) is not { } document)
            why = new(UndecidableReason.Unreadable);
        else
            return Job(record, request, document, leftOut, otherHost: inForce.FindClient(client) is null);
        return null;
    }

    private PastJob Job(PastExchange record, RecordedRequest request, JsonDocument document, ImmutableArray<string> leftOut, bool otherHost)
    {
        var withheld = new WithheldClaims(name => leftOut.Contains(name) || IsWithheld(record, name));
        return new PastJob(record, request, document, ClaimSet.Of(document.RootElement, withheld), withheld) { OtherHost = otherHost };
    }

    private RecordedRequest? RequestOf(PastExchange record)
    {
        if (record.Request is { } text)
            return Known(text);
        var named = record.RelyingParty is { } id ? inForce.RelyingParties.FirstOrDefault(party => party.Id == id) : null;
        return named is null ? null : new([named.Audience], [], [], null);
    }

    private RecordedRequest? Known(string text)
    {
        if (requests.TryGetValue(text, out var known))
            return known;
        if (requests.Count == MostRequests)
            requests.Clear();
        return requests[text] = RecordedRequest.Read(text);
    }

    private bool IsWithheld(PastExchange record, string name) =>
        (record.Blanked && RecordedClaims.IsOfUser(name))
        // What was read then is kept; of another revision nobody knows whether it read it.
        || (RecordedClaims.IsPersonal(name) && (record.Revision != inForce.Revision || !inForce.ClaimsRead.Contains(name)));
}
