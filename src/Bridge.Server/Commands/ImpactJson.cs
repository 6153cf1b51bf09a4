using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.DryRuns;

namespace Bridge.Server.Commands;

/// <summary>Writes an <see cref="ImpactReport"/> for programs: one JSON object.</summary>
internal static class ImpactJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(TextWriter output, ImpactReport report)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, report);
        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>Writes it as one object.</summary>
    public static void Write(Utf8JsonWriter json, ImpactReport report)
    {
        var impact = report.Impact;
        json.WriteStartObject();
        json.WriteString("since", report.Since);
        json.WriteString("until", report.Until);
        json.WriteNumber("seconds", Math.Round(report.Elapsed.TotalSeconds, 3));
        json.WriteNumber("exchanges", impact.Records);
        json.WriteNumber("same", impact.Same);
        json.WriteNumber("refused_otherwise", impact.RefusedOtherwise);
        json.WriteNumber("assumed", impact.Assumed);
        json.WriteStartArray("undecided");
        foreach (var (why, count) in impact.Undecided)
            Write(json, why, count);
        json.WriteEndArray();
        json.WriteStartObject("effects");
        foreach (var effect in Enum.GetValues<ImpactEffect>())
            Write(json, effect, impact.Totals.GetValueOrDefault(effect) ?? new ImpactTotal(0, 0));
        json.WriteEndObject();
        json.WriteStartArray("changes");
        foreach (var group in impact.Groups.GroupBy(group => group.Kind.Effect).SelectMany(groups => groups.Take(report.Limit)))
            Write(json, group);
        json.WriteEndArray();
        json.WriteNumber("beyond_changes", impact.BeyondGroups);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Undecidable why, long count)
    {
        json.WriteStartObject();
        json.WriteString("reason", why.Code);
        if (why.Claim is { } claim)
            json.WriteString("claim", claim);
        json.WriteNumber("exchanges", count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImpactEffect effect, ImpactTotal total)
    {
        json.WriteStartObject(Word(effect));
        json.WriteNumber("exchanges", total.Exchanges);
        json.WriteNumber("projects", total.Projects);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImpactGroup group)
    {
        var kind = group.Kind;
        json.WriteStartObject();
        json.WriteString("effect", Word(kind.Effect));
        json.WriteString("issuer", kind.Issuer);
        json.WriteString("project_id", kind.ProjectId);
        json.WriteString("project_path", group.ProjectPath);
        json.WriteString("relying_party", kind.RelyingParty);
        json.WriteString("subject_before", kind.SubjectBefore);
        json.WriteString("subject_after", kind.SubjectAfter);
        json.WriteString("reason", kind.Reason);
        json.WriteString("reason_name", kind.ReasonName);
        json.WriteString("other_changes", kind.Changes);
        json.WriteNumber("exchanges", group.Count);
        json.WriteString("first", group.First);
        json.WriteString("last", group.Last);
        json.WriteString("example_exchange_id", group.ExampleId);
        json.WriteString("example_ref", group.ExampleRef);
        json.WriteEndObject();
    }

    private static string Word(ImpactEffect effect) => JsonNamingPolicy.SnakeCaseLower.ConvertName(effect.ToString());
}
