using Bridge.Configuration.Reading;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>Checks all templates: each by itself, their references, and that no scope has two.</summary>
internal sealed class TemplatesCheck(Findings findings, IReadOnlyDictionary<string, Node.Map> written)
{
    public void Check(IEnumerable<SubTemplate> templates, IReadOnlySet<string> issuers, IReadOnlySet<string> relyingParties)
    {
        var scopes = new Dictionary<TemplateScope, string>();
        foreach (var template in templates)
        {
            foreach (var fault in TemplateCheck.Faults(template))
                Mistake(template, fault.Member, fault.Message, fault.Component);
            if (template.Issuer is { } issuer && !issuers.Contains(issuer))
                Mistake(template, "issuer", $"there is no issuer {issuer}");
            if (template.RelyingParty is { } party && !relyingParties.Contains(party))
                Mistake(template, "relying_party", $"there is no relying party {party}");
            if (!scopes.TryAdd(TemplateScope.Of(template), template.Id))
                Mistake(template, "id", $"{scopes[TemplateScope.Of(template)]} is for the very same scope");
            foreach (var doubt in TemplateDoubts.Of(template))
                findings.Warn(doubt.Code, Path(template, "components"), doubt.Message, Line(template, "components", null));
        }
    }

    private void Mistake(SubTemplate template, string member, string message, int? item = null) =>
        findings.Mistake(Path(template, member) + (item is null ? "" : $"[{item}]"), message, Line(template, member, item));

    private static string Path(SubTemplate template, string member) => $"sub_components[{template.Id}].{member}";

    private int Line(SubTemplate template, string member, int? item)
    {
        if (!written.TryGetValue(template.Id, out var map))
            return 0;
        var found = map.Find(member);
        return item is { } index && found?.Value is Node.List list && index < list.Items.Length ? list.Items[index].Line : found?.Line ?? map.Line;
    }
}
