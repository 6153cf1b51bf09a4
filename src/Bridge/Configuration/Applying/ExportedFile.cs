using System.Collections.Immutable;
using Bridge.Configuration.Compiling;

namespace Bridge.Configuration.Applying;

/// <summary>
/// The whole configuration as a file says it: applied where it came from, it changes nothing; applied where there is nothing, it
/// makes the same. Sections and what is in them stand in a fixed order. Signing keys are no part of it.
/// </summary>
public static class ExportedFile
{
    private const int MostTries = 5;

    private static readonly Section[] Sections = [Section.Issuers, Section.Mappings, Section.RelyingParties, Section.Clients];

    /// <summary>The content of the file, as of one revision.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or changes came between each time.</exception>
    public static async Task<Node.Map> ReadAsync(IConfigurationStore store, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stored = await Stored.ReadAsync(store, ct);
            if (await store.RevisionAsync(ct) == stored.Source.Revision)
                return Of(stored);
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    private static Node.Map Of(Stored stored)
    {
        var definitions = stored.Source.Definitions.ToLookup(definition => definition.Section);
        IEnumerable<Node.Member> sections =
        [
            .. Sections.Select(section => List(ConfigurationCompiler.Name(section), definitions[section].OrderBy(definition => definition.Id, StringComparer.Ordinal).Select(definition => definition.Value))),
            List("sub_components", stored.Templates.OrderBy(template => template.Id, StringComparer.Ordinal).Select(TemplateReader.Write)),
            List("projects", stored.Enrolled.OrderBy(project => project.Issuer, StringComparer.Ordinal).ThenBy(project => project.ProjectId.Length)
                .ThenBy(project => project.ProjectId, StringComparer.Ordinal).Select(ProjectReader.Write)),
        ];
        return new Node.Map([.. sections.Where(section => section.Value is Node.List { Items.IsEmpty: false })], 0);
    }

    private static Node.Member List(string name, IEnumerable<Node.Map> things) => new(name, new Node.List([.. things.ToImmutableArray<Node>()], 0), 0);
}
