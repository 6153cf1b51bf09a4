using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Subjects;

namespace Bridge.Exchange;

/// <summary>
/// What the checks of one exchange found, in their order: material for the record, for the answer's visibility and for
/// explain. The checks write here and never read, so no check can depend on a note.
/// </summary>
public sealed class ExchangeTrail
{
    private readonly List<CheckOutcome> outcomes = new(16);

    /// <summary>Every check that was made, in order.</summary>
    public IReadOnlyList<CheckOutcome> Outcomes => outcomes;

    public TokenRequest? Request { get; private set; }

    public UnverifiedToken? Unverified { get; private set; }

    public Client? Client { get; private set; }

    public SignedToken? VerifiedToken { get; private set; }

    public GitLabJob? Job { get; private set; }

    public RelyingParty? RelyingParty { get; private set; }

    public RuleMatch? Rules { get; private set; }

    public SubTemplate? Template { get; private set; }

    public string? Subject { get; private set; }

    /// <summary>Notes what a check found, and hands it on.</summary>
    internal Outcome<T> At<T>(Check check, Outcome<T> outcome)
        where T : notnull
    {
        outcomes.Add(outcome.Is(out var found, out var refused) ? new CheckOutcome(check, Keep(found), null) : new CheckOutcome(check, null, refused));
        return outcome;
    }

    /// <summary>Notes which rule decided, also where it denied.</summary>
    internal Outcome<Rule> At(RuleMatch match)
    {
        Rules = match;
        return At(Check.Rules, match.Refused is { } refused ? refused : (Outcome<Rule>)match.Rule!);
    }

    // Keeps what the record needs and says it in words.
    private string Keep(object found)
    {
        switch (found)
        {
            case TokenRequest request:
                Request = request;
                return $"a token exchange for {string.Join(' ', request.Audiences.Concat(request.Resources).DefaultIfEmpty("the default audience"))}";
            case UnverifiedToken unverified:
                Unverified = unverified;
                return "a well-formed signed JWT";
            case Client client:
                Client = client;
                return client.Public ? $"{client.Id}, without a secret" : client.Id;
            case SignedToken signed:
                VerifiedToken = signed;
                return $"signed by {signed.Issuer.Id}";
            case GitLabJob job:
                Job = job;
                return $"job {job.Facts.Claims.Text("job_id")} of {job.Facts.ProjectPath}{(job.Facts.Fork ? ", a fork's" : "")}";
            case RelyingParty party:
                RelyingParty = party;
                return $"{party.Id}, version {party.Version}";
            case ProjectMatch match:
                return match.PinnedPath is { } pinned ? $"pinned as {pinned}" : match.Change is null ? "as it was" : "first seen under this path";
            case Rule rule:
                return Rules!.Shadows.IsEmpty ? rule.Id : $"{rule.Id} (shadow rules that match: {string.Join(", ", Rules.Shadows.Select(shadow => shadow.Id))})";
            case SubTemplate template:
                Template = template;
                return $"template {template.Id}, version {template.Version}: {(template.AsItCame ? "as it came" : string.Join(", ", template.Components.Select(component => component.Claim)))}";
            case string subject:
                Subject = subject;
                return subject;
            case ImmutableArray<string> scopes:
                return scopes.IsEmpty ? "none" : string.Join(' ', scopes);
            case ImmutableArray<IssuedClaim> claims:
                return claims.IsEmpty ? "none" : string.Join(", ", claims.Select(claim => claim.Name));
            case DateTimeOffset end:
                return $"until {end:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            default:
                return "holds";
        }
    }
}
