using Bridge.Configuration.Linting;
using Bridge.Configuration.Reading;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>Checks the form of all templates: each by itself, their references, and that no scope has two.</summary>
internal sealed class TemplatesCheck(Findings findings, IReadOnlyDictionary<string, Node.Map> written)
{
    public void Check(IEnumerable<SubTemplate> templates, IReadOnlySet<string> issuers, IReadOnlySet<string> relyingParties)
    {
        var scopes = new Dictionary<TemplateScope, string>();
        foreach (var template in templates)
        {
            foreach (var fault in TemplateCheck.Faults(template))
                Mistake(template, fault.Member, fault.Message);
            if (template.Issuer is { } issuer && !issuers.Contains(issuer))
                Mistake(template, "issuer", $"there is no issuer {issuer}");
            if (template.RelyingParty is { } party && !relyingParties.Contains(party))
                Mistake(template, "relying_party", $"there is no relying party {party}");
            if (!scopes.TryAdd(TemplateScope.Of(template), template.Id))
                Mistake(template, "id", $"{scopes[TemplateScope.Of(template)]} is for the very same scope");
        }
    }

    private void Mistake(SubTemplate template, string member, string message)
    {
        var place = LintPlace.Template(template.Id, member);
        findings.Mistake(place.Path, message, place.Line(written.GetValueOrDefault(template.Id)));
    }
}
