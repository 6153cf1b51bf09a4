using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.Keys;

/// <summary>Makes key rings of stored keys. A private key is unwrapped once for as long as the process lives.</summary>
public sealed class KeyRingLoader(KeyEncryption encryption)
{
    private readonly ConcurrentDictionary<string, SigningCredentials> unwrapped = new(StringComparer.Ordinal);

    /// <summary>The ring of all keys that may still sign or be published.</summary>
    /// <exception cref="KeyEncryptionException">A private key cannot be unwrapped.</exception>
    public KeyRing Load(ImmutableArray<StoredKey> keys, DateTimeOffset now) =>
        new([.. keys.Where(key => key.State(now) is not (KeyState.Removed or KeyState.Revoked)).Select(key => new SigningKey(key, Credentials(key)))]);

    private SigningCredentials Credentials(StoredKey key) => unwrapped.GetOrAdd(key.KeyId, _ =>
    {
        var algorithm = SigningAlgorithm.Find(key.Algorithm) ?? throw new KeyEncryptionException($"The key {key.KeyId} is for {key.Algorithm}, which is unknown here.");
        var privateKey = encryption.Unwrap(key.WrappedPrivateKey, KeyManagement.Row(key));
        try
        {
            return algorithm.Credentials(privateKey, key.KeyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    });
}
