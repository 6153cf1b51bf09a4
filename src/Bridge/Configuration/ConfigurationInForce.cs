using System.Collections.Frozen;
using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Keys;
using Bridge.Policies;
using Bridge.Subjects;

namespace Bridge.Configuration;

/// <summary>The compiled configuration of one revision. It never changes; a change makes another.</summary>
public sealed class ConfigurationInForce
{
    private readonly FrozenDictionary<string, (Issuer, AcceptedIssuer)> byIss;
    private readonly FrozenDictionary<string, RelyingParty> byAudience;
    private readonly FrozenDictionary<string, RelyingParty> byResource;
    private readonly FrozenDictionary<string, ImmutableArray<Condition>> mandatory;
    private readonly FrozenDictionary<string, Client> clients;
    private readonly FrozenDictionary<TemplateScope, SubTemplate> templates;

    public ConfigurationInForce(
        long revision,
        ImmutableArray<Issuer> issuers,
        ImmutableDictionary<string, ImmutableArray<Condition>> mandatoryConditions,
        ImmutableArray<RelyingParty> relyingParties,
        ImmutableArray<Client> clients,
        ImmutableArray<SubTemplate> templates,
        KeyRing keys)
    {
        Revision = revision;
        Issuers = issuers;
        RelyingParties = relyingParties;
        Clients = clients;
        Templates = templates;
        Keys = keys;
        byIss = issuers.SelectMany(issuer => issuer.Accepted.Select(accepted => (issuer, accepted))).ToFrozenDictionary(pair => pair.accepted.Iss, StringComparer.Ordinal);
        byAudience = relyingParties.ToFrozenDictionary(party => party.Audience, StringComparer.Ordinal);
        byResource = relyingParties.Where(party => party.Resource is not null).ToFrozenDictionary(party => party.Resource!, StringComparer.Ordinal);
        mandatory = mandatoryConditions.ToFrozenDictionary(StringComparer.Ordinal);
        this.clients = clients.ToFrozenDictionary(client => client.Id, StringComparer.Ordinal);
        this.templates = templates.ToFrozenDictionary(TemplateScope.Of);
        ClaimsRead = relyingParties.SelectMany(party => party.Mappings.Concat(party.ProfileSettings.SessionTags.Mappings).SelectMany(mapping => mapping.From).Concat(party.Rules.SelectMany(rule => rule.Conditions).Select(condition => condition.Claim)))
            .Concat(mandatoryConditions.Values.SelectMany(conditions => conditions).Select(condition => condition.Claim))
            .Concat(templates.SelectMany(template => template.Components).Select(component => component.Claim))
            .ToFrozenSet(StringComparer.Ordinal);
    }

    public long Revision { get; }

    public ImmutableArray<Issuer> Issuers { get; }

    public ImmutableArray<RelyingParty> RelyingParties { get; }

    public ImmutableArray<Client> Clients { get; }

    /// <summary>The templates of the instance, of issuers and of groups.</summary>
    public ImmutableArray<SubTemplate> Templates { get; }

    public KeyRing Keys { get; }

    /// <summary>The claims that some rule, mandatory condition, mapping or template reads; those of projects' own templates apart.</summary>
    public FrozenSet<string> ClaimsRead { get; }

    /// <summary>The issuer that accepts exactly this <c>iss</c>, byte for byte.</summary>
    public (Issuer Issuer, AcceptedIssuer Accepted)? FindIssuer(string iss) => byIss.TryGetValue(iss, out var found) ? found : null;

    /// <summary>What must hold for every job of an issuer before any rule is asked.</summary>
    public ImmutableArray<Condition> MandatoryConditions(Issuer issuer) => mandatory.TryGetValue(issuer.Id, out var conditions) ? conditions : [];

    public RelyingParty? FindAudience(string audience) => byAudience.GetValueOrDefault(audience);

    public RelyingParty? FindResource(string resource) => byResource.GetValueOrDefault(resource);

    public Client? FindClient(string id) => clients.GetValueOrDefault(id);

    /// <summary>The template of a scope that is no project's.</summary>
    public SubTemplate? FindTemplate(TemplateScope scope) => templates.GetValueOrDefault(scope);

    /// <summary>Whether some rule of any relying party, or some group's template, takes two states of one job for different ones.</summary>
    public bool TellsApart(JobFacts one, JobFacts other) =>
        RelyingParties.Any(party => party.Rules.Any(rule => rule.Conditions.Any(condition => condition.Holds(one) != condition.Holds(other))))
        || Templates.Any(template => template.Group is { } group && template.Issuer == one.Issuer.Id && ProjectPaths.IsWithin(one.ProjectPath, group) != ProjectPaths.IsWithin(other.ProjectPath, group));
}
