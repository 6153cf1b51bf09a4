using System.Text.Json;
using Bridge.GitLab;
using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>A recorded exchange as it can be decided again: what was asked for, and the claims of the job.</summary>
/// <param name="record">The record.</param>
/// <param name="request">What was asked for.</param>
/// <param name="document">What the claims are read from; it is given back with this.</param>
/// <param name="claims">The claims.</param>
/// <param name="withheld">What the record does not hold of them.</param>
internal sealed class PastJob(PastExchange record, RecordedRequest request, JsonDocument document, ClaimSet claims, WithheldClaims withheld) : IDisposable
{
    public PastExchange Record => record;

    public RecordedRequest Request => request;

    /// <summary>Whether the record does not say what was asked for, so that the relying party it named is taken for all of it.</summary>
    public bool Assumed => record.Request is null;

    /// <summary>Whether the client is none of the configuration in force: another host knew it.</summary>
    public required bool OtherHost { get; init; }

    public ClaimSet Claims => claims;

    public WithheldClaims Withheld => withheld;

    public void Dispose() => document.Dispose();
}
