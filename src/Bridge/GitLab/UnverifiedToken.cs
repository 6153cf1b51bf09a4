using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Bridge.Refusals;

namespace Bridge.GitLab;

/// <summary>
/// A compact JWS (RFC 7515 §7.1) whose form is sound and whose signature nobody has looked at. What it says of itself may
/// be used to find the key and nothing else; the claims cannot be reached from here.
/// </summary>
public sealed class UnverifiedToken
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaximumLength = 16 * 1024;

    // RFC 7515 §4.1.11: what is critical must be understood, and nothing is. A compressed or encrypted token is none of GitLab's.
    private static readonly string[] RefusedMembers = ["crit", "zip", "enc", "b64"];

    private readonly JsonElement claims;

    private UnverifiedToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        this.claims = claims;
        Header = header;
        Signed = signed;
        Signature = signature;
    }

    /// <summary>The <c>iss</c> that the token claims: for finding the issuer whose keys must verify it.</summary>
    public string? UnverifiedIssuer => Text(claims, "iss");

    public string? UnverifiedAlgorithm => Text(Header, "alg");

    public string? UnverifiedKeyId => Text(Header, "kid");

    /// <summary>The first header member that no subject token may have, or null.</summary>
    internal string? RefusedMember => Array.Find(RefusedMembers, name => Header.TryGetProperty(name, out _));

    /// <summary>The octets that the signature is over (RFC 7515 §5.2).</summary>
    internal byte[] Signed { get; }

    internal byte[] Signature { get; }

    private JsonElement Header { get; }

    /// <summary>Reads a token strictly: three base64url parts without padding, two JSON objects without duplicate members, Unicode throughout.</summary>
    public static Outcome<UnverifiedToken> Parse(string token)
    {
        if (token.Length > MaximumLength)
            return new Refused(Reason.SubjectTokenTooLarge, Expected: MaximumLength.ToString());
        Span<Range> parts = stackalloc Range[4];
        var count = token.AsSpan().Split(parts, '.');
        if (count != 3)
            return Malformed("it does not have three parts");
        if (!Decode(token.AsSpan(parts[0]), out var header) || !Decode(token.AsSpan(parts[1]), out var payload) || !Decode(token.AsSpan(parts[2]), out var signature))
            return Malformed("a part is not base64url");
        if (!StrictJson.TryObject(header, out var headerObject))
            return Malformed("its header is not a JSON object of distinct, well-formed members");
        if (!StrictJson.TryObject(payload, out var claims))
            return Malformed("its payload is not a JSON object of distinct, well-formed members");
        return new UnverifiedToken(headerObject, claims, Encoding.ASCII.GetBytes(token, 0, token.LastIndexOf('.')), signature);
    }

    /// <summary>The claims, for the verifier alone, which calls this after the signature has held.</summary>
    internal ClaimSet ClaimsOnceVerified() => ClaimSet.Of(claims);

    private static Refused Malformed(string what) => new(Reason.SubjectTokenMalformed, what);

    private static string? Text(JsonElement element, string name) => element.TryText(name, out var text) ? text : null;

    // The decoder would skip white space and take padding, so that two texts were one token. Bits that no octet needs must
    // be zero (RFC 4648 §3.5), for the same reason; those it finds by itself, and a length that no octets have.
    private static bool Decode(ReadOnlySpan<char> part, out byte[] octets)
    {
        octets = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return !part.ContainsAnyExcept(Base64UrlAlphabet) && Base64Url.DecodeFromChars(part, octets, out _, out _) == OperationStatus.Done;
    }

    private static readonly SearchValues<char> Base64UrlAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
