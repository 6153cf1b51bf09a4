using System.Text.Json;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>A recorded exchange as it can be decided again: what was asked for, and the claims of the job.</summary>
internal sealed class PastJob : IDisposable
{
    private readonly JsonDocument document;

    private PastJob(PastExchange record, RecordedRequest request, bool assumed, bool otherHost, JsonDocument document, WithheldClaims withheld)
    {
        (Record, Request, Assumed, OtherHost, this.document, Withheld) = (record, request, assumed, otherHost, document, withheld);
        Claims = ClaimSet.Of(document.RootElement, withheld);
    }

    public PastExchange Record { get; }

    public RecordedRequest Request { get; }

    /// <summary>Whether the record does not say what was asked for, so that the relying party it named is taken for all of it.</summary>
    public bool Assumed { get; }

    /// <summary>Whether the client is none of this configuration: another host knew it.</summary>
    public bool OtherHost { get; }

    public ClaimSet Claims { get; }

    public WithheldClaims Withheld { get; }

    /// <summary>The job of a record; null with <paramref name="why"/> where there is nothing to decide.</summary>
    public static PastJob? Read(PastExchange record, ConfigurationInForce inForce, out Undecidable? why)
    {
        why = null;
        if (record.Claims is not { } claims || record.Client is not { } client)
            why = new(UndecidableReason.NotVerified);
        else if (RequestOf(record, inForce) is not { } request)
            why = new(UndecidableReason.RequestNotKept);
        else if (Parse(claims) is not { } document)
            why = new(UndecidableReason.Unreadable);
        else
            return new(record, request, record.Request is null, inForce.FindClient(client) is null, document, WithheldOf(record, inForce));
        return null;
    }

    public void Dispose() => document.Dispose();

    private static RecordedRequest? RequestOf(PastExchange record, ConfigurationInForce inForce)
    {
        if (record.Request is { } request)
            return RecordedRequest.Read(request);
        var named = record.RelyingParty is { } id ? inForce.RelyingParties.FirstOrDefault(party => party.Id == id) : null;
        return named is null ? null : new([named.Audience], [], [], null);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> claims)
    {
        try
        {
            var parsed = JsonDocument.Parse(claims);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
                return parsed;
            parsed.Dispose();
        }
        catch (JsonException)
        {
            // Somebody wrote into the database.
        }

        return null;
    }

    private static WithheldClaims WithheldOf(PastExchange record, ConfigurationInForce inForce) => new(name =>
        record.ClaimsLeftOut.Contains(name)
        || (record.Blanked && RecordedClaims.IsOfUser(name))
        // What was read then is kept; of another revision nobody knows whether it read it.
        || (RecordedClaims.IsPersonal(name) && (record.Revision != inForce.Revision || !inForce.ClaimsRead.Contains(name))));
}
