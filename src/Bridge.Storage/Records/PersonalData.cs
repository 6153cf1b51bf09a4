using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Records;

namespace Bridge.Storage.Records;

/// <summary>The claims that say who ran a job.</summary>
internal static class PersonalData
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>No claims at all, as JSON.</summary>
    private const string None = "null";

    /// <summary>The same claims without them. Of a text that holds no claims nobody can say what is the user's, so none of it stays.</summary>
    public static string Remove(string claims)
    {
        using var document = RecordedClaims.Read(claims);
        if (document is null)
            return None;
        var kept = JsonObject.Create(document.RootElement)!;
        foreach (var name in kept.Select(claim => claim.Key).Where(RecordedClaims.IsOfUser).ToList())
            kept.Remove(name);
        return kept.ToJsonString(Compact);
    }
}
