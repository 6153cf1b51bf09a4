using System.Collections.Immutable;
using System.Text;
using Bridge.GitLab;
using Bridge.Json;

namespace Bridge.Records;

/// <summary>
/// The verified claims of a record: canonical JSON (members sorted by name, no white space) of at most 8 KiB. What does not
/// fit is left out, longest first, and named. The user's address and identities are kept only while something in force
/// reads them.
/// </summary>
public static class RecordedClaims
{
    /// <summary>Longest text, in bytes of its UTF-8.</summary>
    public const int MaximumBytes = 8 * 1024;

    private static readonly string[] Personal = ["user_email", "user_identities"];

    /// <summary>Whether a claim is kept only while something in force reads it.</summary>
    public static bool IsPersonal(string name) => Personal.Contains(name);

    /// <summary>Whether a claim says who ran the job, and is taken out of a record after a while; GitLab's begin with <c>user_</c>.</summary>
    public static bool IsOfUser(string name) => name.StartsWith("user_", StringComparison.Ordinal);

    /// <summary>The claims as text; <paramref name="isRead"/> says whether something in force reads a claim.</summary>
    public static (string Json, ImmutableArray<string> LeftOut) Of(ClaimSet claims, Func<string, bool> isRead)
    {
        var kept = Kept(claims, isRead);
        var json = Write(kept);
        if (json.Length <= MaximumBytes)
            return (Encoding.UTF8.GetString(json), []);

        // A member's length is what it takes of the text: its own object without the braces, and a comma.
        var excess = json.Length - MaximumBytes;
        var leftOut = ImmutableArray.CreateBuilder<string>();
        foreach (var (claim, length) in kept.Select(claim => (claim, Write([claim]).Length - 1)).OrderByDescending(measured => measured.Item2))
        {
            leftOut.Add(claim.Name);
            excess -= length;
            if (excess <= 0)
                break;
        }

        var without = leftOut.ToHashSet(StringComparer.Ordinal);
        return (Encoding.UTF8.GetString(Write([.. kept.Where(claim => !without.Contains(claim.Name))])), leftOut.ToImmutable());
    }

    private static List<Claim> Kept(ClaimSet claims, Func<string, bool> isRead)
    {
        var kept = new List<Claim>(claims.All.Length);
        foreach (var claim in claims.All)
        {
            if (!Personal.Contains(claim.Name) || isRead(claim.Name))
                kept.Add(claim);
        }

        kept.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return kept;
    }

    private static ReadOnlySpan<byte> Write(List<Claim> claims) => CompactJson.Write(claims, static (claims, writer) =>
    {
        foreach (var claim in claims)
        {
            writer.WritePropertyName(claim.Name);
            claim.Value.WriteTo(writer);
        }
    });
}
