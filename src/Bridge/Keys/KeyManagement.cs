using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Bridge.Keys;

/// <summary>How long a new key is published before it signs, and an old one after it signed last.</summary>
public sealed record KeyPeriods(TimeSpan Announce, TimeSpan Retire);

/// <summary>
/// Makes, rotates and revokes signing keys. A key is announced, then active, then retired, then removed; the first generation
/// of an algorithm is active at once, and so is the one that follows a revoked key, for there is nothing else to sign with.
/// </summary>
public sealed class KeyManagement(ISigningKeyStore store, KeyEncryption encryption, KeyPeriods periods, TimeProvider time)
{
    /// <summary>What a private key is wrapped for: its place, so that a wrapped key cannot be put into another row.</summary>
    internal static string Row(StoredKey key) => Row(key.Algorithm, key.Generation, key.KeyId);

    /// <summary>Makes the first key of every algorithm that has none; gives those that it made.</summary>
    public async Task<ImmutableArray<StoredKey>> InitializeAsync(string author, CancellationToken ct)
    {
        ImmutableArray<StoredKey> made = [];
        await store.ChangeAsync(keys =>
        {
            var now = Now();
            made = [.. SigningAlgorithm.All.Where(algorithm => !keys.Any(key => key.Algorithm == algorithm.Name)).Select(algorithm => Make(algorithm, keys, now, now))];
            return keys.AddRange(made);
        }, author, ct);
        return made;
    }

    /// <summary>Announces the next generation of an algorithm; gives null where one is announced already.</summary>
    /// <exception cref="KeyEncryptionException">The keys that are there were wrapped by another key-encryption key; nothing is written.</exception>
    public async Task<StoredKey?> RotateAsync(SigningAlgorithm algorithm, string author, CancellationToken ct)
    {
        StoredKey? made = null;
        await store.ChangeAsync(keys =>
        {
            var now = Now();
            made = null;
            if (keys.Any(key => key.Algorithm == algorithm.Name && key.State(now) == KeyState.Announced))
                return keys;
            // One that another key-encryption key wrapped than those beside it would be a key that no node can load, and stop them all.
            foreach (var other in keys.Where(key => key.State(now) is not (KeyState.Removed or KeyState.Revoked)))
                CryptographicOperations.ZeroMemory(encryption.Unwrap(other.WrappedPrivateKey, Row(other)));
            var active = Active(keys, algorithm, now);
            made = Make(algorithm, keys, now, active is null ? now : now + periods.Announce);
            return (active is null ? keys : keys.Replace(active, Ending(active, made.ActiveAt))).Add(made);
        }, author, ct);
        return made;
    }

    /// <summary>
    /// Takes a key back at once: it leaves the published set and never signs again. Where it was the active one, the announced
    /// one takes over now, or a new one is made. Gives false for an unknown key or one that is revoked already.
    /// </summary>
    public async Task<bool> RevokeAsync(string keyId, string author, CancellationToken ct)
    {
        var revoked = false;
        await store.ChangeAsync(keys =>
        {
            var now = Now();
            revoked = false;
            if (keys.FirstOrDefault(key => key.KeyId == keyId && key.RevokedAt is null) is not { } key)
                return keys;
            revoked = true;
            return Succeed(keys.Replace(key, key with { RevokedAt = now }), SigningAlgorithm.Find(key.Algorithm)!, now);
        }, author, ct);
        return revoked;
    }

    /// <summary>Wraps every private key anew with the first key of the file; one of a key that is gone may stay as it is.</summary>
    /// <exception cref="KeyEncryptionException">A private key that is still in use cannot be unwrapped; nothing is written.</exception>
    public Task RewrapAsync(string author, CancellationToken ct) => store.ChangeAsync(keys => [.. keys.Select(Rewrapped)], author, ct);

    private StoredKey Rewrapped(StoredKey key)
    {
        byte[]? privateKey = null;
        try
        {
            privateKey = encryption.Unwrap(key.WrappedPrivateKey, Row(key));
            return key with { WrappedPrivateKey = encryption.Wrap(privateKey, Row(key)) };
        }
        catch (KeyEncryptionException) when (key.State(Now()) is KeyState.Removed or KeyState.Revoked)
        {
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private ImmutableArray<StoredKey> Succeed(ImmutableArray<StoredKey> keys, SigningAlgorithm algorithm, DateTimeOffset now)
    {
        var announced = keys.FirstOrDefault(key => key.Algorithm == algorithm.Name && key.State(now) == KeyState.Announced);
        if (Active(keys, algorithm, now) is { } active)
            return announced is null ? keys.Replace(active, active with { RetiredAt = null, RemovedAt = null }) : keys;
        return announced is null ? keys.Add(Make(algorithm, keys, now, now)) : keys.Replace(announced, announced with { ActiveAt = now });
    }

    private StoredKey Make(SigningAlgorithm algorithm, ImmutableArray<StoredKey> keys, DateTimeOffset now, DateTimeOffset activeAt)
    {
        var (privateKey, publicJwk, keyId) = algorithm.Generate();
        var generation = keys.Where(key => key.Algorithm == algorithm.Name).Select(key => key.Generation).DefaultIfEmpty(0).Max() + 1;
        try
        {
            return new StoredKey
            {
                KeyId = keyId,
                Algorithm = algorithm.Name,
                Generation = generation,
                AnnouncedAt = now,
                ActiveAt = activeAt,
                PublicJwk = publicJwk,
                WrappedPrivateKey = encryption.Wrap(privateKey, Row(algorithm.Name, generation, keyId)),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private StoredKey Ending(StoredKey key, DateTimeOffset at) => key with { RetiredAt = at, RemovedAt = at + periods.Retire };

    private static StoredKey? Active(ImmutableArray<StoredKey> keys, SigningAlgorithm algorithm, DateTimeOffset now) => keys
        .Where(key => key.Algorithm == algorithm.Name && key.State(now) == KeyState.Active)
        .MaxBy(key => key.Generation);

    private static string Row(string algorithm, int generation, string keyId) => $"{algorithm}/{generation}/{keyId}";

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}
