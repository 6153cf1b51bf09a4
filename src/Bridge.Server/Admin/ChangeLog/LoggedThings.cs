using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.History;
using Bridge.Storage;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>The things that the change log is about, by section and id.</summary>
internal static class LoggedThings
{
    private static readonly ImmutableDictionary<string, Section> Definitions = Enum.GetValues<Section>().ToImmutableDictionary(ConfigurationCompiler.Name, StringComparer.Ordinal);

    /// <summary>Every section, in the order in which they are read.</summary>
    public static readonly ImmutableArray<string> Sections =
    [
        .. Enum.GetValues<Section>().Select(ConfigurationCompiler.Name), ChangeItem.SubComponents, ChangeItem.Projects, ChangeItem.ProjectPins, ChangeItem.SigningKeys, ChangeItem.Tokens, ChangeItem.People,
    ];

    /// <summary>Whether a thing of a section can be made what it was; the other sections say what happened, and that is not undone by writing it again.</summary>
    public static bool CanRollBack(string section) => section == ChangeItem.SubComponents || Definitions.ContainsKey(section);

    /// <summary>What a thing is now and its version; null and 0 where it is gone.</summary>
    public static async Task<(Node.Map? Value, int Version)> FindAsync(BridgeDatabase database, string section, string id, CancellationToken ct)
    {
        if (section == ChangeItem.SubComponents)
            return await database.Things.FindTemplateAsync(id, ct) is { } template ? (WrittenTemplate.Of(template), template.Version) : (null, 0);
        return Definitions.TryGetValue(section, out var kind) && await database.Things.FindAsync(kind, id, ct) is { } found ? (found.Value, found.Version) : (null, 0);
    }

    /// <summary>The page on which a thing is looked at or changed, or null.</summary>
    public static string? Page(string section, string id) => section switch
    {
        "issuers" => $"/issuers/{id}",
        "relying_parties" => $"/relying-parties/{id}",
        "clients" => $"/clients/{id}",
        ChangeItem.SubComponents => $"/subjects/edit/{id}",
        ChangeItem.Projects or ChangeItem.ProjectPins => $"/projects/{id}",
        ChangeItem.SigningKeys => "/keys",
        ChangeItem.Tokens => "/access",
        ChangeItem.People => $"/people/person/{id}",
        _ => null,
    };
}
