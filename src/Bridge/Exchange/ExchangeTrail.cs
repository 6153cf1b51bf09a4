using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Subjects;

namespace Bridge.Exchange;

/// <summary>
/// What the checks of one exchange found, in their order: material for the record, for the answer's visibility and for
/// explain. The checks write here and never read, so no check can depend on a note.
/// </summary>
/// <param name="notes">Whether each outcome is kept; where not, only what the job came to is.</param>
public sealed class ExchangeTrail(bool notes = true)
{
    private readonly List<(Check Check, object? Found, Refused? Refused)> noted = new(notes ? 16 : 0);

    /// <summary>Every check that was made, in order. Put into words only when asked: an exchange has no need of them.</summary>
    public IReadOnlyList<CheckOutcome> Outcomes =>
        [.. noted.Select(note => new CheckOutcome(note.Check, note.Found is null ? null : Words(note.Found), note.Refused, note.Check == Check.Rules ? ShadowWords(Rules!) : null))];

    public TokenRequest? Request { get; private set; }

    public UnverifiedToken? Unverified { get; private set; }

    public Client? Client { get; private set; }

    public SignedToken? VerifiedToken { get; private set; }

    public GitLabJob? Job { get; private set; }

    /// <summary>The facts of the job, once its claims pass.</summary>
    public JobFacts? Facts { get; private set; }

    public RelyingParty? RelyingParty { get; private set; }

    public RuleMatch? Rules { get; private set; }

    public SubTemplate? Template { get; private set; }

    public string? Subject { get; private set; }

    /// <summary>What was stored of the job's projects when it was decided; null where that was not asked.</summary>
    internal ProjectView? Projects { get; private set; }

    /// <summary>What was recalled of them, for the commit to compare; null where it was not asked, or nothing will be committed.</summary>
    internal ProjectsSeen? Recalled { get; set; }

    /// <summary>Notes what was stored of the job's projects.</summary>
    internal void Saw(ProjectView projects) => Projects = projects;

    /// <summary>Whether a check was made, whatever came of it.</summary>
    internal bool CameTo(Check check) => noted.Exists(note => note.Check == check);

    /// <summary>Notes what a check found, and hands it on.</summary>
    internal Outcome<T> At<T>(Check check, Outcome<T> outcome)
        where T : notnull
    {
        var passed = outcome.Is(out var found, out var refused);
        // What did not pass has found nothing, also where that is a struct.
        if (notes)
            noted.Add((check, passed ? found : null, refused));
        if (passed && !typeof(T).IsValueType)
            Keep(found!);
        return outcome;
    }

    /// <summary>Notes which rule decided, also where it denied.</summary>
    internal Outcome<Rule> At(RuleMatch match)
    {
        Rules = match;
        return At(Check.Rules, match.Refused is { } refused ? refused : (Outcome<Rule>)match.Rule!);
    }

    private void Keep(object found)
    {
        switch (found)
        {
            case TokenRequest request:
                Request = request;
                break;
            case UnverifiedToken unverified:
                Unverified = unverified;
                break;
            case Client client:
                Client = client;
                break;
            case SignedToken signed:
                VerifiedToken = signed;
                break;
            case GitLabJob job:
                (Job, Facts) = (job, job.Facts);
                break;
            case CheckedClaims claims:
                Facts = claims.Facts;
                break;
            case RelyingParty party:
                RelyingParty = party;
                break;
            case SubTemplate template:
                Template = template;
                break;
            case string subject:
                Subject = subject;
                break;
        }
    }

    private static string? ShadowWords(RuleMatch match) => match.Shadows.IsEmpty ? null : string.Join("; ", match.Shadows.Select(shadow => match.Effect(shadow) switch
    {
        ShadowEffect.WouldHaveGranted => $"shadow rule {shadow.Id} would have granted",
        ShadowEffect.WouldHaveRefused => $"shadow rule {shadow.Id} would have refused",
        _ => $"shadow rule {shadow.Id} would have changed nothing",
    }));

    private static string Words(object found) => found switch
    {
        TokenRequest request => $"a token exchange for {string.Join(' ', request.Audiences.Concat(request.Resources).DefaultIfEmpty("the default audience"))}",
        UnverifiedToken => "a well-formed signed JWT",
        Client client => client.Public ? $"{client.Id}, without a secret" : client.Id,
        SignedToken signed => $"signed by {signed.Issuer.Id}",
        TrustedIssuer trusted => $"signed by {trusted.Issuer.Id}, when it was recorded",
        GitLabJob job => Words(job.Facts),
        CheckedClaims claims => Words(claims.Facts),
        RelyingParty party => $"{party.Id}, version {party.Version}",
        ProjectMatch match => match.PinnedPath is { } pinned ? $"pinned as {pinned}" : match.Change is null ? "as it was" : "first seen under this path",
        Rule rule => rule.Id,
        SubTemplate template => $"template {template.Id} ({TemplateScope.Of(template).Words}), version {template.Version}: {(template.AsItCame ? "as it came" : string.Join(", ", template.Components.Select(component => component.Claim)))}",
        string subject => subject,
        ImmutableArray<string> scopes => scopes.IsEmpty ? "none" : string.Join(' ', scopes),
        ImmutableArray<IssuedClaim> claims => claims.IsEmpty ? "none" : string.Join(", ", claims.Select(claim => claim.Name)),
        DateTimeOffset end => $"until {end:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        _ => "holds",
    };

    private static string Words(JobFacts job) => $"job {job.Claims.Text("job_id")} of {job.ProjectPath}{(job.Fork ? ", a fork's" : "")}";
}
