using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.GitLab.KeySets;

/// <summary>
/// One public key of an issuer, ready to verify on many threads at once: a signature provider keeps a pool of native keys.
/// The providers stand in no cache but this object, and nothing disposes them under a verification that still runs: once
/// the set is replaced and the last such verification over, their handles go with it.
/// </summary>
public sealed class IssuerKey
{
    private readonly JsonWebKey key;
    private readonly ConcurrentDictionary<string, SignatureProvider> providers = new(StringComparer.Ordinal);

    internal IssuerKey(JsonWebKey key) => this.key = key;

    /// <summary>Its <c>kid</c>, unique in its set.</summary>
    public string KeyId => key.Kid;

    /// <summary>The signature algorithms it may verify: those of its type and curve, or the one that its own <c>alg</c> names.</summary>
    public IReadOnlyList<string> Algorithms => [.. SignatureAlgorithms.Of(key.Kty, key.Crv).Where(Suits)];

    /// <summary>Whether the algorithm is one of this key's type and curve (RFC 7518 §3.1), and its own <c>alg</c> if it has one.</summary>
    public bool Suits(string algorithm) =>
        (key.Alg is null || key.Alg == algorithm) && SignatureAlgorithms.Of(key.Kty, key.Crv).Contains(algorithm);

    /// <summary>Whether this key made <paramref name="signature"/> over <paramref name="input"/> with <paramref name="algorithm"/>.</summary>
    public bool Verify(string algorithm, byte[] input, byte[] signature)
    {
        // The provider takes an empty argument for a defect of its caller and throws.
        if (input.Length == 0 || signature.Length == 0 || !Suits(algorithm))
            return false;
        try
        {
            return Provider(algorithm).Verify(input, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private SignatureProvider Provider(string algorithm) => providers.TryGetValue(algorithm, out var provider)
        ? provider
        : providers.GetOrAdd(algorithm, wanted => CryptoProviderFactory.Default.CreateForVerifying(key, wanted, cacheProvider: false));
}
