using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Records;

namespace Bridge.Storage.Records;

/// <summary>The claims that say who ran a job.</summary>
internal static class PersonalData
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same claims without them.</summary>
    public static string Remove(string claims)
    {
        var kept = JsonNode.Parse(claims)!.AsObject();
        foreach (var name in kept.Select(claim => claim.Key).Where(RecordedClaims.IsOfUser).ToList())
            kept.Remove(name);
        return kept.ToJsonString(Compact);
    }
}
