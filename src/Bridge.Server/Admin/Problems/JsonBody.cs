using System.Text.Json;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Problems;

/// <summary>
/// Reads the JSON object of a request, bounded, as the node that a file of configuration would give: one reader of definitions
/// for both, and one set of mistakes.
/// </summary>
internal static class JsonBody
{
    /// <summary>Longest body of one thing, in bytes.</summary>
    private const int OneThing = 1024 * 1024;

    /// <summary>Most members of one object. Members are looked for one by one, so many would cost the square of their number.</summary>
    private const int MostMembers = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>The object, or the problem with it.</summary>
    public static async Task<(Node.Map? Body, Problem? Problem)> ReadAsync(HttpContext context)
    {
        var (octets, problem) = await RequestBody.ReadAsync(context, "application/json", OneThing);
        return octets is null ? (null, problem) : Parse(octets);
    }

    private static (Node.Map?, Problem?) Parse(byte[] octets)
    {
        try
        {
            using var document = JsonDocument.Parse(octets, Options);
            if (IsTooWide(document.RootElement))
                return (null, new Problem(ProblemKind.Malformed, $"An object has at most {MostMembers} members."));
            return NodeJson.Read(document.RootElement) is Node.Map map
                ? (map, null)
                : (null, new Problem(ProblemKind.Malformed, "The body must be one JSON object."));
        }
        catch (JsonException e)
        {
            return (null, new Problem(ProblemKind.Malformed, $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."));
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is well-formed JSON and no text.
            return (null, new Problem(ProblemKind.Malformed, "The body has text that is not Unicode."));
        }
    }

    private static bool IsTooWide(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.GetPropertyCount() > MostMembers || element.EnumerateObject().Any(member => IsTooWide(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(IsTooWide),
        _ => false,
    };
}
