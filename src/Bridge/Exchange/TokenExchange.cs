using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Tokens;

namespace Bridge.Exchange;

/// <summary>
/// The exchange. A request is judged check by check; whatever comes of it is recorded; only then a token is signed. Judging
/// and recording <em>admit</em> a job, signing <em>mints</em>: another host can admit here and mint by itself.
/// </summary>
public sealed class TokenExchange(
    ConfigurationCache configurations,
    IConfigurationStore store,
    TokenVerifier verifier,
    IssuerLimiter limiter,
    Recorder recorder,
    TokenMinter minter,
    ExchangeSettings settings,
    TimeProvider time)
{
    /// <summary>How often one exchange is decided anew because others changed what it was decided on.</summary>
    private const int Attempts = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The order of all checks (the address limiter stands before them, in the host). From the facts of the job on,
    /// <see cref="Decision.Make"/> goes on with the mandatory conditions.
    /// </summary>
    private async ValueTask<Outcome<Grant>> JudgeAsync(ExchangeTrail trail, IncomingRequest incoming, Attempt attempt, CancellationToken ct)
    {
        if (!trail.At(Check.Form, TokenRequest.Parse(incoming)).Is(out var request, out var refused))
            return refused;
        if (!trail.At(Check.Client, attempt.Host?.Client(attempt.Configuration) ?? ClientAuthentication.Check(request, attempt.Configuration)).Is(out var client, out refused))
            return refused;
        if (!trail.At(Check.Signature, UnverifiedToken.Parse(request.SubjectToken)).Is(out var unverified, out refused))
            return refused;
        if (!trail.At(Check.Signature, await verifier.VerifyAsync(unverified, attempt.Configuration.FindIssuer, ct)).Is(out var token, out refused))
            return refused;
        if (attempt.TakesPermit && !trail.At(Check.IssuerLimiter, limiter.Check(token)).Is(out _, out refused))
            return refused;
        if (!trail.At(Check.Claims, JobCheck.Check(token, attempt.Now, settings.Leeway)).Is(out var job, out refused))
            return refused;
        var view = await ViewAsync(trail, ProjectQuery.Of(job.Facts), attempt, ct);
        var decided = Decision.Make(trail, job.Facts, Ask(request, client, job, attempt), view, attempt.Configuration, settings.LifetimeCeiling);
        if (attempt.Host is not { } minting || !decided.Is(out var grant, out _))
            return decided;
        return trail.At(Check.Record, await minting.CanMintAsync(grant, ct));
    }

    /// <summary>Exchanges one request for one answer. Exactly one record is left, or none and the answer is 429 or 503.</summary>
    public async Task<ExchangeAnswer> ExchangeAsync(IncomingRequest incoming, CancellationToken ct)
    {
        var answer = await RunAsync(incoming, null, ct);
        return answer is ExchangeAnswer.Admitted admitted
            ? new ExchangeAnswer.Issued(admitted.Admission.ExchangeId, minter.Mint(admitted.Admission), admitted.TellScope)
            : answer;
    }

    /// <summary>
    /// The first half of an exchange, for a host that authenticates its clients and mints by itself: judged by the same checks
    /// and recorded. What comes of it is <see cref="ExchangeAnswer.Admitted"/>, or an answer without a token.
    /// </summary>
    public Task<ExchangeAnswer> AdmitAsync(IncomingRequest incoming, MintingHost host, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(host);
        return RunAsync(incoming, host, ct);
    }

    private async Task<ExchangeAnswer> RunAsync(IncomingRequest incoming, MintingHost? host, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            var attempt = new Attempt(await configurations.CurrentAsync(ct), time.GetUtcNow(), TakenMark: null, TakesPermit: true, host);
            for (var number = 1; ; number++)
            {
                var (answer, lost) = await AttemptAsync(id, incoming, attempt, ct);
                if (answer is not null)
                    return answer;
                if (number == Attempts)
                    return new ExchangeAnswer.Unavailable(id, "configuration_unsettled", "The configuration is changing too fast to decide.", RetryAfter);
                attempt = lost with { Configuration = await configurations.RefreshAsync(ct), Now = time.GetUtcNow() };
            }
        }
        catch (KeysUnavailableException)
        {
            return new ExchangeAnswer.Unavailable(id, "issuer_keys_unavailable", "The keys of the issuer cannot be fetched.", RetryAfter);
        }
        catch (StoreUnavailableException)
        {
            return new ExchangeAnswer.Unavailable(id, "store_unavailable", "The exchange cannot be recorded.", RetryAfter);
        }
    }

    /// <summary>
    /// Judges a request as an exchange would, under a draft where there is one, and leaves nothing behind: no record, no mark, no
    /// pin, no permit taken.
    /// </summary>
    public async Task<Explanation> ExplainAsync(IncomingRequest incoming, Draft? draft, CancellationToken ct)
    {
        var trail = new ExchangeTrail();
        var configuration = draft?.Configuration ?? await configurations.RefreshAsync(ct);
        var attempt = new Attempt(configuration, time.GetUtcNow(), TakenMark: null, TakesPermit: false, Host: null) { Explains = true, Draft = draft };
        var granted = (await JudgeAsync(trail, incoming, attempt, ct)).Is(out var grant, out var refused);
        var claims = granted ? minter.Describe(grant!, trail.Job!.Facts, trail.Client!.Id, attempt.Now) : null;
        return new Explanation(trail, refused, claims, Decision.Standings(trail, configuration));
    }

    // Without an answer, the attempt comes back with what the next one must know of it.
    private async ValueTask<(ExchangeAnswer?, Attempt)> AttemptAsync(Guid id, IncomingRequest incoming, Attempt attempt, CancellationToken ct)
    {
        var trail = new ExchangeTrail(notes: false);
        var granted = (await JudgeAsync(trail, incoming, attempt, ct)).Is(out var grant, out var refused);
        if (refused?.Reason == Reason.IssuerLimitReached)
            return (new ExchangeAnswer.Limited(refused.Name!, TimeSpan.FromSeconds(int.Parse(refused.Expected!))), attempt);
        var lost = attempt with { TakesPermit = attempt.TakesPermit && trail.VerifiedToken is null };
        var record = RecordDraft.Of(id, attempt.Now, incoming.Address, trail, attempt.Configuration, refused, grant);
        if (!granted)
        {
            var outcome = await recorder.RefuseAsync(record, trail.Recalled, ct);
            var done = outcome is CommitOutcome.Committed or CommitOutcome.CountedOnly;
            return (done ? NotIssued(id, trail, refused!, attempt.Configuration, outcome == CommitOutcome.Committed) : null, lost);
        }

        var (committed, admission) = await recorder.GrantAsync(record, trail.Recalled!, trail.Job!, grant!, ct);
        return admission is null
            ? (null, committed == CommitOutcome.MarkTaken ? lost with { TakenMark = grant!.Mark } : lost)
            : (new ExchangeAnswer.Admitted(admission, TellScope(trail.Request!, grant!)), attempt);
    }

    // RFC 6749 §5.1: scope is told where it is not what was asked for. No scope at all cannot be told: its grammar (§3.3) has
    // no empty list.
    private static bool TellScope(TokenRequest request, Grant grant) =>
        !grant.Scopes.IsEmpty && (request.OpenId || !request.Scopes.SequenceEqual(grant.Scopes));

    private static ExchangeAnswer.NotIssued NotIssued(Guid id, ExchangeTrail trail, Refused refused, ConfigurationInForce configuration, bool recorded) =>
        new(id, RefusalAnswer.To(refused, VisibilityOf(trail, configuration)), recorded);

    // Three tiers: a caller without a token of the issuer learns nothing of it; a job that the mandatory conditions keep out
    // learns no names, even where its token fails before they are asked; every other is told what would get it unstuck.
    private static Visibility VisibilityOf(ExchangeTrail trail, ConfigurationInForce configuration) =>
        trail.VerifiedToken is { } signed ? Decision.Mandatory(signed.Facts, configuration).Is(out _, out _) ? Visibility.Exact : Visibility.NotPermitted
        : trail.Client is null ? Visibility.Exact
        : Visibility.TokenUnverified;

    private async ValueTask<ProjectView> ViewAsync(ExchangeTrail trail, ProjectQuery query, Attempt attempt, CancellationToken ct)
    {
        if (attempt.Explains)
        {
            var stored = await store.FindProjectAsync(query, ct);
            return attempt.Draft?.Over(query, stored) ?? stored;
        }

        var recalled = await store.RecallProjectAsync(query, attempt.Configuration.Revision, ct);
        trail.Recalled = new ProjectsSeen(query, recalled);
        return recalled;
    }

    private static Asked Ask(TokenRequest request, Client client, GitLabJob job, Attempt attempt) => new()
    {
        Client = client,
        Audiences = request.Audiences,
        Resources = request.Resources,
        Scopes = request.Scopes,
        RequestedTokenType = request.RequestedTokenType,
        Now = attempt.Now,
        TokenId = job.TokenId,
        IssuedAt = job.IssuedAt,
        ExpiresAt = job.ExpiresAt,
        TakenMark = attempt.TakenMark,
        MintedElsewhere = attempt.Host is not null,
    };

    private sealed record Attempt(ConfigurationInForce Configuration, DateTimeOffset Now, ReplayMark? TakenMark, bool TakesPermit, MintingHost? Host)
    {
        /// <summary>Nothing will be committed that could be found to be out of date.</summary>
        public bool Explains { get; init; }

        public Draft? Draft { get; init; }
    }
}
