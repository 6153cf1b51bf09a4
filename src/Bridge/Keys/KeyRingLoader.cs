using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.Keys;

/// <summary>
/// Makes key rings of stored keys. A private key is unwrapped once, and forgotten when a ring is made without it. The id of a
/// key is its thumbprint (RFC 7638): a row whose halves are not both of that key is refused, so that nobody who can write
/// rows can have Bridge publish a public key of their own.
/// </summary>
/// <param name="encryption">The key-encryption key.</param>
/// <param name="reread">Reads it again where a row was wrapped by a key that is not known yet, for another process may have
/// changed it; null where it cannot change.</param>
public sealed class KeyRingLoader(KeyEncryption encryption, Func<KeyEncryption>? reread = null)
{
    private KeyEncryption encryption = encryption;

    private readonly ConcurrentDictionary<string, SigningCredentials> unwrapped = new(StringComparer.Ordinal);

    /// <summary>The ring of all keys that may still sign or be published.</summary>
    /// <exception cref="KeyEncryptionException">A private key cannot be unwrapped.</exception>
    public KeyRing Load(ImmutableArray<StoredKey> keys, DateTimeOffset now)
    {
        var live = keys.Where(key => key.State(now) is not (KeyState.Removed or KeyState.Revoked)).ToImmutableArray();
        var ring = new KeyRing([.. live.Select(key => new SigningKey(key, Credentials(key)))]);
        // Not disposed: an exchange that was decided before may still sign with one, and no relying party takes it any more.
        foreach (var keyId in unwrapped.Keys.Except(live.Select(key => key.KeyId), StringComparer.Ordinal))
            unwrapped.TryRemove(keyId, out _);
        return ring;
    }

    private SigningCredentials Credentials(StoredKey key)
    {
        var credentials = unwrapped.GetOrAdd(key.KeyId, _ => Unwrapped(key));
        return credentials.Algorithm == key.Algorithm && Thumbprint(new JsonWebKey(key.PublicJwk)) == key.KeyId && Thumbprint(credentials.Key) == key.KeyId
            ? credentials
            : throw new KeyEncryptionException($"The row of the key {key.KeyId} holds another key.");
    }

    private static string Thumbprint(SecurityKey key) => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());

    private SigningCredentials Unwrapped(StoredKey key)
    {
        var algorithm = SigningAlgorithm.Find(key.Algorithm) ?? throw new KeyEncryptionException($"The key {key.KeyId} is for {key.Algorithm}, which is unknown here.");
        var privateKey = Unwrap(key);
        try
        {
            return algorithm.Credentials(privateKey, key.KeyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private byte[] Unwrap(StoredKey key)
    {
        if (!encryption.Wrapped(key.WrappedPrivateKey) && reread is not null)
            encryption = reread();
        return encryption.Unwrap(key.WrappedPrivateKey, KeyManagement.Row(key));
    }
}
