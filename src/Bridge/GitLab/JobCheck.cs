using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bridge.Refusals;

namespace Bridge.GitLab;

/// <summary>Checks the claims of a signed token: its kind, its times, its audience, and that a CI job holds it.</summary>
public static class JobCheck
{
    private static readonly TimeSpan LegacyMaximumAge = TimeSpan.FromMinutes(10);

    /// <summary>The claims that every job's token has. A sign-in ID token of the same GitLab has none of these, so it can never pass for a job.</summary>
    public static readonly IReadOnlyList<string> RequiredClaims =
        ["project_id", "project_path", "namespace_id", "namespace_path", "job_id", "pipeline_id", "pipeline_source", "ref", "ref_type", "sub", "jti"];

    /// <summary>The job that holds <paramref name="token"/> at <paramref name="now"/>, with one leeway for all times.</summary>
    public static Outcome<GitLabJob> Check(SignedToken token, DateTimeOffset now, TimeSpan leeway) =>
        Check(token.Facts, token.Accepted, now, leeway).Is(out var claims, out var refused) ? new GitLabJob(claims) : refused;

    /// <summary>The same of claims that a record holds, whose signature held when it was made.</summary>
    internal static Outcome<CheckedClaims> Check(JobFacts facts, AcceptedIssuer accepted, DateTimeOffset now, TimeSpan leeway)
    {
        var claims = facts.Claims;
        var refused = KindRefused(facts, accepted, now) ?? RequiredRefused(claims) ?? TypesRefused(claims) ?? LegacyRefused(facts) ?? AudienceRefused(facts);
        if (refused is not null)
            return refused;
        if (claims.Date("iat") is not { } issuedAt)
            return DateRefused(claims, "iat");
        if (claims.Date("exp") is not { } expiresAt)
            return DateRefused(claims, "exp");
        if (claims.Has("nbf") && claims.Date("nbf") is null)
            return DateRefused(claims, "nbf");
        if (now - leeway >= expiresAt)
            return new Refused(Reason.SubjectTokenExpired, Expected: Text(now), Actual: Text(expiresAt));
        if (claims.Date("nbf") is { } notBefore && now < notBefore - leeway)
            return new Refused(Reason.SubjectTokenNotYetValid, "nbf", Text(now), Text(notBefore));
        if (now < issuedAt - leeway)
            return new Refused(Reason.SubjectTokenNotYetValid, "iat", Text(now), Text(issuedAt));
        var maximumAge = facts.Kind == TokenKind.IdToken ? facts.Issuer.MaximumAge : LegacyMaximumAge;
        if (issuedAt < now - maximumAge - leeway)
            return new Refused(Reason.SubjectTokenTooOld, Expected: Text(now - maximumAge), Actual: Text(issuedAt));
        return new CheckedClaims(facts, claims.Text("jti")!, issuedAt, expiresAt);
    }

    private static Refused? KindRefused(JobFacts facts, AcceptedIssuer accepted, DateTimeOffset now)
    {
        var kind = facts.Kind;
        if (!accepted.Kinds.HasFlag(kind))
            return kind == TokenKind.V1
                ? new Refused(Reason.AudienceWrong, "aud", string.Join(" or ", facts.Issuer.Audiences))
                : new Refused(Reason.TokenKindNotTrusted, Actual: kind.Word());
        if (kind == TokenKind.IdToken)
            return null;
        if (!facts.Issuer.LegacyUntil.TryGetValue(kind, out var until))
            return new Refused(Reason.TokenKindNotTrusted, Actual: kind.Word());
        return now < until ? null : new Refused(Reason.TokenKindEnded, Expected: Text(until), Actual: kind.Word());
    }

    private static Refused? RequiredRefused(ClaimSet claims)
    {
        foreach (var name in RequiredClaims)
        {
            if (!string.IsNullOrEmpty(claims.Text(name)))
                continue;
            return claims.Has(name)
                ? new Refused(Reason.ClaimInvalid, name, "a JSON string that is not empty", Kind(claims, name))
                : new Refused(Reason.ClaimMissing, name);
        }

        return null;
    }

    // GitLab's own scalar claims are strings, except runner_id; another type is not GitLab's and must not reach a rule.
    private static Refused? TypesRefused(ClaimSet claims)
    {
        foreach (var claim in claims.All)
        {
            if (GitLabClaims.TypeOf(claim.Name) is { } kind && claim.Value.ValueKind != kind)
                return new Refused(Reason.ClaimInvalid, claim.Name, Words(kind), Kind(claims, claim.Name));
        }

        return null;
    }

    private static Refused? LegacyRefused(JobFacts facts) =>
        facts.Kind == TokenKind.V1 && facts.Claims.Text("sub") != "job_" + facts.Claims.Text("job_id")
            ? new Refused(Reason.ClaimInvalid, "sub", "job_" + facts.Claims.Text("job_id"), facts.Claims.Text("sub"))
            : null;

    private static Refused? AudienceRefused(JobFacts facts)
    {
        if (facts.Kind != TokenKind.IdToken)
            return null;
        if (!Audiences(facts.Claims, out var audiences))
            return new Refused(Reason.ClaimInvalid, "aud", "a JSON string or an array of them", Kind(facts.Claims, "aud"));
        var issuer = facts.Issuer;
        var expected = false;
        string? further = null;
        foreach (var audience in audiences)
        {
            if (issuer.Audiences.Contains(audience))
                expected = true;
            else if (!issuer.FurtherAudiences.Contains(audience))
                further ??= audience;
        }

        return !expected ? new Refused(Reason.AudienceWrong, "aud", string.Join(" or ", issuer.Audiences), string.Join(", ", audiences))
            : further is null ? null : new Refused(Reason.AudienceNotAlone, "aud", string.Join(" or ", issuer.Audiences), further);
    }

    private static bool Audiences(ClaimSet claims, out ImmutableArray<string> audiences)
    {
        if (claims.Text("aud") is not { } one)
            return claims.Texts("aud", out audiences);
        audiences = [one];
        return true;
    }

    private static Refused DateRefused(ClaimSet claims, string name) => claims.Has(name)
        ? new Refused(Reason.ClaimInvalid, name, "a JSON number of seconds", Kind(claims, name))
        : new Refused(Reason.ClaimMissing, name);

    // What a claim that is there holds.
    private static string Kind(ClaimSet claims, string name)
    {
        claims.Find(name, out var value);
        return claims.Text(name) == "" ? "an empty string" : Words(value.ValueKind);
    }

    private static string Words(JsonValueKind kind) => $"a JSON {kind.ToString().ToLowerInvariant()}";

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
