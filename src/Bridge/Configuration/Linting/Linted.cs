using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>A path that a project is known to have had, from its pin or a record.</summary>
public sealed record KnownPath(string Issuer, string ProjectId, string Path);

/// <summary>An issuer with the conditions that hold for every job of it.</summary>
internal sealed record LintedIssuer(Issuer Issuer, ImmutableArray<Condition> Mandatory);

/// <summary>The configuration that is looked through, and what is known of its projects.</summary>
internal sealed class Linted
{
    private readonly Dictionary<TemplateScope, SubTemplate> byScope = [];
    private readonly Dictionary<SubTemplate, ImmutableArray<RelyingParty>> served = new(ReferenceEqualityComparer.Instance);

    public Linted(ImmutableArray<LintedIssuer> issuers, ImmutableArray<RelyingParty> parties, ImmutableArray<SubTemplate> templates, ImmutableArray<KnownPath> paths)
    {
        Issuers = [.. issuers.Where(issuer => issuer.Issuer.Enabled)];
        Parties = [.. parties.Where(party => party.Enabled)];
        Templates = templates;
        Paths = paths;
        foreach (var template in templates)
            byScope.TryAdd(TemplateScope.Of(template), template);
    }

    /// <summary>The issuers that are enabled.</summary>
    public ImmutableArray<LintedIssuer> Issuers { get; }

    /// <summary>The relying parties that are enabled.</summary>
    public ImmutableArray<RelyingParty> Parties { get; }

    public ImmutableArray<SubTemplate> Templates { get; }

    public ImmutableArray<KnownPath> Paths { get; }

    public SubTemplate? Find(TemplateScope scope) => byScope.GetValueOrDefault(scope);

    /// <summary>The enabled issuers whose jobs a template can be for.</summary>
    public IEnumerable<LintedIssuer> IssuersOf(SubTemplate template) => Issuers.Where(issuer => template.Issuer is null || template.Issuer == issuer.Issuer.Id);

    /// <summary>
    /// The relying parties that a template can serve: those that it is for and whose required components it has, unless a
    /// farther lock or a nearer template of the same level always goes before it. A project's groups are not known here.
    /// </summary>
    public ImmutableArray<RelyingParty> Served(SubTemplate template)
    {
        if (!served.TryGetValue(template, out var parties))
        {
            parties = [.. Parties.Where(party =>
                (template.RelyingParty is null || template.RelyingParty == party.Id) && party.RequiredComponents.All(template.Always) && !Overruled(template, party.Id))];
            served.Add(template, parties);
        }

        return parties;
    }

    /// <summary>Whether a template serves a relying party that lets the jobs of forks in.</summary>
    public bool LetsForksIn(SubTemplate template) => Served(template).Any(party => party.Rules.Any(rule => rule is { Effect: RuleEffect.Allow, Forks: true }));

    private bool Overruled(SubTemplate template, string party)
    {
        var own = TemplateScope.Of(template);
        if (!template.Locked && own.RelyingParty is null && Find(own with { RelyingParty = party }) is not null)
            return true;
        var namespacePath = template.Group is { } group ? group : "";
        return TemplateScope.Covering(template.Issuer ?? "", template.ProjectId ?? "", namespacePath, party)
            .Where(scope => scope.Level < own.Level || (scope.Level == own.Level && IsFarther(scope, own)))
            .Any(scope => Find(scope) is { Locked: true });
    }

    // Within a level: an ancestor of the group, or the scope of all relying parties behind that of one.
    private static bool IsFarther(TemplateScope scope, TemplateScope own) =>
        scope.Name == own.Name ? own.RelyingParty is not null && scope.RelyingParty is null : scope.Name?.Length < own.Name?.Length;
}
