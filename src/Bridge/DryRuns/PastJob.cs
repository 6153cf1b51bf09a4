using System.Text.Json;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.DryRuns;

/// <summary>A recorded exchange as it can be decided again: what was asked for, and the claims of the job.</summary>
/// <param name="record">The record.</param>
/// <param name="request">What was asked for.</param>
/// <param name="document">What the claims are read from; it is given back with this.</param>
/// <param name="claims">The claims.</param>
/// <param name="withheld">What the record does not hold of them.</param>
internal sealed class PastJob(PastExchange record, RecordedRequest request, JsonDocument document, ClaimSet claims, WithheldClaims withheld) : IDisposable
{
    private ((TrustedIssuer Trusted, TimeSpan Leeway) Asked, Outcome<CheckedClaims> Answer)? last;

    public PastExchange Record => record;

    public RecordedRequest Request => request;

    /// <summary>Whether the record does not say what was asked for, so that the relying party it named is taken for all of it.</summary>
    public bool Assumed => record.Request is null;

    /// <summary>Whether the client is none of the configuration in force: another host knew it.</summary>
    public required bool OtherHost { get; init; }

    public ClaimSet Claims => claims;

    /// <summary>
    /// The claims, checked as those of an issuer at the time of the record. Two sides that trust the same issuer ask the same
    /// question twice, and get the one answer.
    /// </summary>
    public Outcome<CheckedClaims> Check(TrustedIssuer trusted, TimeSpan leeway)
    {
        if (last is var (asked, answer) && asked == (trusted, leeway))
            return answer;
        var facts = new JobFacts(trusted.Issuer, SignedToken.KindOf(trusted.Issuer, trusted.Accepted, claims), claims);
        var outcome = JobCheck.Check(facts, trusted.Accepted, record.At, leeway);
        last = ((trusted, leeway), outcome);
        return outcome;
    }

    public WithheldClaims Withheld => withheld;

    public void Dispose() => document.Dispose();
}
