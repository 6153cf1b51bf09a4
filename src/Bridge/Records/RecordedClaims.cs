using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
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
        var json = Write(claims, claims.Ordered, name => IsKept(name, isRead));
        if (json.Length <= MaximumBytes)
            return (Encoding.UTF8.GetString(json), []);

        // A member's length is what it takes of the text: its own object without the braces, and a comma.
        var excess = json.Length - MaximumBytes;
        var leftOut = ImmutableArray.CreateBuilder<string>();
        var kept = claims.Ordered.Where(place => IsKept(claims.All[place].Name, isRead));
        foreach (var (place, length) in kept.Select(place => (place, Write(claims, [place], _ => true).Length - 1)).OrderByDescending(measured => measured.Item2))
        {
            leftOut.Add(claims.All[place].Name);
            excess -= length;
            if (excess <= 0)
                break;
        }

        var without = leftOut.ToHashSet(StringComparer.Ordinal);
        return (Encoding.UTF8.GetString(Write(claims, claims.Ordered, name => IsKept(name, isRead) && !without.Contains(name))), leftOut.ToImmutable());
    }

    /// <summary>The claims that <see cref="Of"/> wrote; null for any other text, which somebody with the database may have put there.</summary>
    public static JsonDocument? Read(ReadOnlyMemory<byte> utf8) => StrictJson.ReadObject(utf8);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static JsonDocument? Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static bool IsKept(string name, Func<string, bool> isRead) => !IsPersonal(name) || isRead(name);

    private static ReadOnlySpan<byte> Write(ClaimSet claims, ImmutableArray<int> places, Func<string, bool> isKept) => CompactJson.Write((claims, places, isKept), static (recorded, writer) =>
    {
        var (claims, places, isKept) = recorded;
        foreach (var place in places)
        {
            var claim = claims.All[place];
            if (!isKept(claim.Name))
                continue;
            writer.WritePropertyName(claim.Name);
            claim.Value.WriteTo(writer);
        }
    });
}
