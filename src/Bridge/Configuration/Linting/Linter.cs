namespace Bridge.Configuration.Linting;

/// <summary>
/// Looks through sub components and rules for what is wrong and what may surprise (<see cref="LintRules"/>). It says nothing of
/// the form of what was written; that is read before.
/// </summary>
internal static class Linter
{
    public static IEnumerable<LintFinding> Find(Linted linted)
    {
        var byTemplate = linted.Templates.Select(template => (Template: template, Findings: ComponentLints.Of(template, linted.LetsForksIn(template)).ToList())).ToList();
        var sound = byTemplate.Where(each => each.Findings.TrueForAll(finding => finding.Rule.Severity == Severity.Warning)).Select(each => each.Template).ToList();
        return byTemplate.SelectMany(each => each.Findings)
            .Concat(LengthLints.Of(linted, sound))
            .Concat(new CollisionLints(linted, sound).Find())
            .Concat(ConditionLints.Of(linted));
    }
}
