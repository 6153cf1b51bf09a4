using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Keys;

/// <summary>
/// The key-encryption key, from a file that the settings name: AES-256-GCM over each private key, bound to its row. The file
/// has one key a line; the first wraps, each unwraps, so that a change of the key has no moment at which rows cannot be read.
/// </summary>
public sealed class KeyEncryption
{
    private const string LinePrefix = "bridge-kek-1:";
    private const int KeyBytes = 32;
    private const int IdBytes = 8;
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly ImmutableArray<byte[]> keys;

    private KeyEncryption(ImmutableArray<byte[]> keys) => this.keys = keys;

    /// <summary>What tells one key from another, in hexadecimal: the start of its SHA-256.</summary>
    public string Id => Convert.ToHexStringLower(IdOf(keys[0]));

    /// <summary>The first line of a new file.</summary>
    public static string NewLine() => LinePrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Reads the text of the file.</summary>
    /// <exception cref="FormatException">It does not hold one key a line, as <see cref="NewLine"/> makes them. The message never repeats the text.</exception>
    public static KeyEncryption Parse(string text)
    {
        var parsed = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseLine).ToImmutableArray();
        return parsed.IsEmpty ? throw new FormatException("The key-encryption key file is empty.") : new KeyEncryption(parsed);
    }

    /// <summary>Wraps a private key with the first key; <paramref name="row"/> is what it belongs to and cannot be moved from.</summary>
    public ImmutableArray<byte> Wrap(ReadOnlySpan<byte> privateKey, string row)
    {
        var wrapped = new byte[IdBytes + NonceBytes + TagBytes + privateKey.Length];
        IdOf(keys[0]).CopyTo(wrapped, 0);
        var nonce = wrapped.AsSpan(IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[0], TagBytes);
        aes.Encrypt(nonce, privateKey, wrapped.AsSpan(IdBytes + NonceBytes + TagBytes), wrapped.AsSpan(IdBytes + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(row));
        return ImmutableArray.Create(wrapped);
    }

    /// <summary>Whether one of the keys wrapped this.</summary>
    public bool Wrapped(ImmutableArray<byte> wrapped) => wrapped.Length > IdBytes && KeyOf(wrapped) is not null;

    /// <summary>Unwraps what <see cref="Wrap"/> made for the same row.</summary>
    /// <exception cref="KeyEncryptionException">No key of the file wrapped it, or it was changed.</exception>
    public byte[] Unwrap(ImmutableArray<byte> wrapped, string row)
    {
        if (wrapped.Length <= IdBytes + NonceBytes + TagBytes)
            throw new KeyEncryptionException($"The private key of {row} is damaged.");
        var key = KeyOf(wrapped)
            ?? throw new KeyEncryptionException($"The private key of {row} is wrapped by the key-encryption key {Convert.ToHexStringLower(wrapped.AsSpan()[..IdBytes])}, which is not in the file.");
        var privateKey = new byte[wrapped.Length - IdBytes - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(wrapped.AsSpan().Slice(IdBytes, NonceBytes), wrapped.AsSpan()[(IdBytes + NonceBytes + TagBytes)..], wrapped.AsSpan().Slice(IdBytes + NonceBytes, TagBytes), privateKey, Encoding.UTF8.GetBytes(row));
            return privateKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new KeyEncryptionException($"The private key of {row} was changed or moved from another row.");
        }
    }

    private byte[]? KeyOf(ImmutableArray<byte> wrapped) => keys.FirstOrDefault(key => IdOf(key).AsSpan().SequenceEqual(wrapped.AsSpan()[..IdBytes]));

    private static byte[] ParseLine(string line)
    {
        var octets = new byte[KeyBytes];
        return line.StartsWith(LinePrefix, StringComparison.Ordinal) && Base64Url.TryDecodeFromChars(line.AsSpan(LinePrefix.Length), octets, out var count) && count == KeyBytes
            ? octets
            : throw new FormatException($"Each line of the key-encryption key file must be {LinePrefix} and 43 characters of base64url.");
    }

    private static byte[] IdOf(byte[] key) => SHA256.HashData(key)[..IdBytes];
}
