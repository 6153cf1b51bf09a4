using System.Collections.Immutable;
using System.Security.Cryptography;
using Bridge.Access;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Codes on paper, each of which stands in for the second factor once: 100 random bits, kept as SHA-256.</summary>
internal static class RecoveryCode
{
    private const int Count = 10;
    private const int Length = 20;

    // Without letters that look like digits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static ImmutableArray<string> Make() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(5).Select(group => new string(group))))];

    public static ImmutableArray<ImmutableArray<byte>> Hash(ImmutableArray<string> codes) => [.. codes.Select(Hash)];

    /// <summary>The hash of a code however it was typed.</summary>
    public static ImmutableArray<byte> Hash(string typed) => Secret.Hash(new string([.. typed.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]));
}
