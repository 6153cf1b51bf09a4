using System.Collections.Immutable;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>
/// What a change leaves as it is stored. The compiler makes the same of the same definition, so the things that it made of it
/// before and after are interchangeable; a relying party is made of the instance's mappings, too.
/// </summary>
internal sealed class Untouched(ConfigurationSource before, ConfigurationSource after)
{
    private readonly ImmutableHashSet<(Section Section, string Id)> touched =
        [.. Touched(before, after), .. Touched(after, before)];

    /// <summary>
    /// The configuration that was compiled of the change, with the things in force in place of those that are the same; as it is
    /// where the change was planned over another revision than the one in force.
    /// </summary>
    public ConfigurationInForce Shared(ConfigurationInForce changed, ConfigurationInForce inForce)
    {
        if (inForce.Revision != before.Revision)
            return changed;
        var mappings = touched.Any(thing => thing.Section == Section.Mappings);
        return new ConfigurationInForce(
            changed.Revision,
            Of(changed.Issuers, inForce.Issuers, issuer => issuer.Id, Section.Issuers),
            changed.Issuers.ToImmutableDictionary(issuer => issuer.Id, issuer => (Is(Section.Issuers, issuer.Id) ? inForce : changed).MandatoryConditions(issuer), StringComparer.Ordinal),
            mappings ? changed.RelyingParties : Of(changed.RelyingParties, inForce.RelyingParties, party => party.Id, Section.RelyingParties),
            Of(changed.Clients, inForce.Clients, client => client.Id, Section.Clients),
            [.. changed.Templates.Select(template => inForce.FindTemplate(TemplateScope.Of(template)) is { } stored && stored.SameAs(template) ? stored : template)],
            changed.Keys);
    }

    private static IEnumerable<(Section, string)> Touched(ConfigurationSource one, ConfigurationSource other)
    {
        var others = other.Definitions.ToDictionary(definition => (definition.Section, definition.Id));
        return one.Definitions.Where(definition => !(others.TryGetValue((definition.Section, definition.Id), out var same) && same.Version == definition.Version && same.Value.SameAs(definition.Value)))
            .Select(definition => (definition.Section, definition.Id));
    }

    private bool Is(Section section, string id) => !touched.Contains((section, id));

    private ImmutableArray<T> Of<T>(ImmutableArray<T> changed, ImmutableArray<T> inForce, Func<T, string> id, Section section)
    {
        var known = inForce.ToDictionary(id, StringComparer.Ordinal);
        return [.. changed.Select(thing => Is(section, id(thing)) && known.TryGetValue(id(thing), out var same) ? same : thing)];
    }
}
