using Microsoft.IdentityModel.Tokens;

namespace Bridge.GitLab.KeySets;

/// <summary>The cached key sets of all issuers.</summary>
public sealed class IssuerKeys(TimeProvider time)
{
    /// <summary>The key of <paramref name="issuer"/> with exactly this <c>kid</c>, or null.</summary>
    /// <exception cref="KeysUnavailableException">No usable key set of the issuer can be had.</exception>
    public ValueTask<SecurityKey?> FindAsync(Issuer issuer, string keyId, CancellationToken ct) => throw new NotSupportedException(time.ToString());
}
