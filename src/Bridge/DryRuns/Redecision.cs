using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.DryRuns;

/// <summary>What came of a recorded exchange that was decided again.</summary>
internal sealed record Redecided(ExchangeTrail Trail, Grant? Grant, Refused? Refused, JobFacts? Facts);

/// <summary>
/// Decides recorded exchanges again, at the time they were made, with the checks of the exchange. Form, credential and
/// signature held when the record was made; how many exchanges an issuer may make is no part of it.
/// </summary>
/// <param name="settings">The settings of the exchange.</param>
/// <param name="notes">Whether what each check found is wanted, and not only what came of it.</param>
internal sealed class Redecision(ExchangeSettings settings, bool notes)
{
    private static readonly string Used = RefusalTable.Of(Reason.SubjectTokenUsed).Code;

    /// <summary>Decides on one side; <paramref name="isTaken"/> says whether a token was used before.</summary>
    public async ValueTask<Redecided> DecideAsync(PastJob job, Side side, Func<ReplayMark, bool> isTaken, CancellationToken ct)
    {
        var decided = await DecideAsync(job, side, (ReplayMark?)null, ct);
        return decided.Grant is { Mark: { } mark } grant && (isTaken(mark) || (job.Record.Reason == Used && job.Record.RelyingParty == grant.RelyingParty.Id))
            ? await DecideAsync(job, side, mark, ct)
            : decided;
    }

    private async ValueTask<Redecided> DecideAsync(PastJob job, Side side, ReplayMark? taken, CancellationToken ct)
    {
        var trail = new ExchangeTrail(notes);
        var granted = (await JudgeAsync(trail, job, side, taken, ct)).Is(out var grant, out var refused);
        return new Redecided(trail, granted ? grant : null, refused, trail.Facts);
    }

    private async ValueTask<Outcome<Grant>> JudgeAsync(ExchangeTrail trail, PastJob job, Side side, ReplayMark? taken, CancellationToken ct)
    {
        var configuration = side.Configuration;
        if (!trail.At(Check.Client, ClientAuthentication.Authenticated(job.Record.Client!, configuration, job.OtherHost)).Is(out var client, out var refused))
            return refused;
        if (!trail.At(Check.Signature, TokenVerifier.Trusted(job.Claims.Text("iss"), configuration.FindIssuer)).Is(out var trusted, out refused))
            return refused;
        var facts = new JobFacts(trusted.Issuer, SignedToken.KindOf(trusted.Issuer, trusted.Accepted, job.Claims), job.Claims);
        if (!trail.At(Check.Claims, JobCheck.Check(facts, trusted.Accepted, job.Record.At, settings.Leeway)).Is(out var claims, out refused))
            return refused;
        var view = await side.FindAsync(ProjectQuery.Of(facts), ct);
        return Decision.Make(trail, facts, Ask(job, client, claims, taken), view, configuration, settings.LifetimeCeiling);
    }

    private static Asked Ask(PastJob job, Client client, CheckedClaims claims, ReplayMark? taken) => new()
    {
        Client = client,
        Audiences = job.Request.Audiences,
        Resources = job.Request.Resources,
        Scopes = job.Request.Scopes,
        RequestedTokenType = job.Request.TokenType,
        Now = job.Record.At,
        TokenId = claims.TokenId,
        IssuedAt = claims.IssuedAt,
        ExpiresAt = claims.ExpiresAt,
        TakenMark = taken,
        // Keys come and go; what is decided does not hang on them.
        MintedElsewhere = true,
    };
}
