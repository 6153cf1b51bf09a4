using Bridge.GitLab.KeySets;
using Bridge.Refusals;

namespace Bridge.GitLab;

/// <summary>
/// Verifies the signature of a CI token with the keys of the one issuer that it names. Nothing is cached but the keys:
/// every exchange verifies its own signature.
/// </summary>
public sealed class TokenVerifier(IssuerKeys keys)
{
    /// <summary>The token, once its signature holds.</summary>
    /// <exception cref="KeysUnavailableException">No usable key set of the issuer can be had.</exception>
    public async ValueTask<Outcome<SignedToken>> VerifyAsync(UnverifiedToken token, Func<string, (Issuer, AcceptedIssuer)?> find, CancellationToken ct)
    {
        if (token.RefusedMember is { } member)
            return new Refused(Reason.HeaderNotAllowed, member);
        if (!Trusted(token.UnverifiedIssuer, find).Is(out var trusted, out var refused))
            return refused;
        var (issuer, accepted) = trusted;
        if (token.UnverifiedAlgorithm is not { } algorithm || !issuer.Algorithms.Contains(algorithm))
            return new Refused(Reason.AlgorithmNotAllowed, Expected: string.Join(", ", issuer.Algorithms), Actual: token.UnverifiedAlgorithm);
        if (token.UnverifiedKeyId is not { } keyId || await keys.FindAsync(issuer, keyId, ct) is not { } key)
            return new Refused(Reason.KeyUnknown, issuer.Id, Actual: token.UnverifiedKeyId);
        if (!key.Suits(algorithm))
            return new Refused(Reason.AlgorithmNotAllowed, Expected: string.Join(", ", key.Algorithms), Actual: algorithm);
        // jku, x5u and jwk in the header are never looked at: the key comes from the issuer's set alone.
        return key.Verify(algorithm, token.Signed, token.Signature)
            ? new SignedToken(issuer, accepted, token.ClaimsOnceVerified())
            : new Refused(Reason.SignatureInvalid);
    }

    /// <summary>The issuer that accepts an <c>iss</c>, while it is trusted.</summary>
    internal static Outcome<TrustedIssuer> Trusted(string? iss, Func<string, (Issuer, AcceptedIssuer)?> find) =>
        iss is null || find(iss) is not var (issuer, accepted) ? new Refused(Reason.IssuerUnknown)
        : !issuer.Enabled ? new Refused(Reason.IssuerDisabled, issuer.Id)
        : new TrustedIssuer(issuer, accepted);
}
