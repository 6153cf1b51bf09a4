using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.Projects;
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
        var trail = new ExchangeTrail(notes);
        if (!Verified(trail, job, side.Configuration).Is(out var verified, out var refused))
            return new Redecided(trail, null, refused, null);
        var view = await side.FindAsync(ProjectQuery.Of(verified.Claims.Facts), ct);
        var decided = Decide(trail, job, side, verified, view, taken: null);
        if (decided.Grant is not { Mark: { } mark } grant || !(isTaken(mark) || (job.Record.Reason == Used && job.Record.RelyingParty == grant.RelyingParty.Id)))
            return decided;
        var again = new ExchangeTrail(notes);
        return Verified(again, job, side.Configuration).Is(out verified, out refused) ? Decide(again, job, side, verified, view, mark) : new Redecided(again, null, refused, null);
    }

    // What the exchange has found out before it decides.
    private Outcome<(Client Client, CheckedClaims Claims)> Verified(ExchangeTrail trail, PastJob job, ConfigurationInForce configuration)
    {
        if (!trail.At(Check.Client, ClientAuthentication.Authenticated(job.Record.Client!, configuration, job.OtherHost)).Is(out var client, out var refused))
            return refused;
        if (!trail.At(Check.Signature, TokenVerifier.Trusted(job.Claims.Text("iss"), configuration.FindIssuer)).Is(out var trusted, out refused))
            return refused;
        return trail.At(Check.Claims, job.Check(trusted, settings.Leeway)).Is(out var claims, out refused) ? (client, claims) : refused;
    }

    private Redecided Decide(ExchangeTrail trail, PastJob job, Side side, (Client Client, CheckedClaims Claims) verified, ProjectView view, ReplayMark? taken)
    {
        var facts = verified.Claims.Facts;
        var granted = Decision.Make(trail, facts, Ask(job, verified.Client, verified.Claims, taken), view, side.Configuration, settings.LifetimeCeiling).Is(out var grant, out var refused);
        return new Redecided(trail, granted ? grant : null, refused, facts);
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
