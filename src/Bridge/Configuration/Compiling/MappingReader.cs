using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Configuration.Linting;
using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads how claims of an issued token are filled.</summary>
internal static class MappingReader
{
    private static readonly (string Name, MappingForm Form)[] Forms =
        [("from", MappingForm.Copy), ("constant", MappingForm.Constant), ("list", MappingForm.List), ("join", MappingForm.Join)];

    /// <summary>The mapping of a claim; null where its form cannot be told.</summary>
    public static ClaimMapping? Claim(string target, MapReader map)
    {
        if (ReservedClaims.Contains(target))
            map.Findings.Mistake(map.Path, $"{target} is reserved: no mapping can fill it", map.Line);
        return Form(target, map);
    }

    /// <summary>The mapping of a session tag; null where its form cannot be told.</summary>
    public static ClaimMapping? SessionTag(string key, MapReader map)
    {
        if (SessionTags.KeyMistake(key) is { } mistake)
            map.Findings.Mistake(map.Path, mistake, map.Line);
        if (map.Has("list"))
            map.Mistake("list", "is not for a session tag, which has one text: use from, constant or join");
        if (map.Has("from") && map.Take("from") is Node.Scalar { Type: ScalarType.Text } from && GitLabClaims.Find(from.Text)?.Type is JsonValueKind.Array or JsonValueKind.Object)
            map.Mistake("from", $"{from.Text} is no scalar, and a session tag has one text");
        if (map.Take("constant") is Node.Scalar { Type: ScalarType.Text } constant && SessionTags.ValueMistake(constant.Text) is { } wrong)
            map.Mistake("constant", "must be " + wrong);
        return Form(key, map);
    }

    private static ClaimMapping? Form(string target, MapReader map)
    {
        var forms = Forms.Where(form => map.Has(form.Name)).ToList();
        if (forms.Count != 1)
            map.Findings.Mistake(map.Path, "must have one of from, constant, list or join", map.Line);
        var constant = map.Text("constant");
        var separator = map.Text("with");
        var omit = map.OneOf("missing", false, ("omit", true), ("refuse", false));
        var from = Sources(map);
        map.Done();
        if (forms is not [var (_, form)])
            return null;
        if (map.Has("with") != (form == MappingForm.Join))
            map.Mistake("with", form == MappingForm.Join ? "is missing: the text between what is joined" : "is for join alone");
        if (form == MappingForm.Constant && map.Has("missing"))
            map.Mistake("missing", "is not for a constant");
        Shapes(map, forms[0].Name, form, from);
        return new ClaimMapping(target, form, from, constant ?? separator ?? "", omit);
    }

    private static ImmutableArray<string> Sources(MapReader map)
    {
        var copied = map.Text("from");
        var list = map.Texts("list") ?? [];
        var join = map.Texts("join") ?? [];
        return copied is not null ? [copied] : list.IsEmpty ? join : list;
    }

    private static void Shapes(MapReader map, string name, MappingForm form, ImmutableArray<string> from)
    {
        foreach (var claim in from)
        {
            if (!ClaimNames.IsKnown(claim))
                map.Warn(LintRules.UndocumentedClaim.Code, name, $"{claim} is no claim that GitLab documents");
            var type = GitLabClaims.Find(claim)?.Type;
            if (form == MappingForm.Join && type is (JsonValueKind.Array or JsonValueKind.Object))
                map.Mistake(name, $"{claim} is no scalar and cannot be joined");
            if (form == MappingForm.List && (type == JsonValueKind.Object || claim == "user_identities"))
                map.Mistake(name, $"{claim} is neither a scalar nor an array of texts");
        }
    }
}
