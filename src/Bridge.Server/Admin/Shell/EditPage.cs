using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// A page whose form makes, changes or deletes one thing of the configuration, as the API does. The form carries
/// <see cref="Version"/> hidden, the version that it was opened with and 0 for a new thing, and may have a field <see cref="Why"/>.
/// </summary>
public abstract class EditPage : AdminPage
{
    [BindProperty]
    public int Version { get; set; }

    /// <summary>The author's own words for the change log.</summary>
    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Who else saved meanwhile, for the partial <c>_Conflict</c> above the form.</summary>
    public EditConflict? Conflict { get; private set; }

    /// <summary>
    /// Writes the thing, in force on this node at once. Where it cannot be, the page is to be shown again as it was sent: the mistakes
    /// stand beside their fields, or <see cref="Conflict"/> says what somebody else saved meanwhile.
    /// </summary>
    /// <param name="engine">What it is written with.</param>
    /// <param name="edit">What it shall be.</param>
    /// <param name="field">The name of the form's field for a path within the thing, such as <c>keys.jwks</c>; null for the head of the form.</param>
    /// <returns>What was done, or null.</returns>
    protected async Task<EditOutcome.Done?> SaveAsync(Engine engine, Edit edit, Func<string, string?> field)
    {
        if (Edits.WhyMistake(Why) is { } mistake)
        {
            ModelState.AddModelError(nameof(Why), mistake.Message);
            return null;
        }

        switch (await Edits.CommitAsync(engine, edit, HttpContext.Caller(), Why, Gone))
        {
            case EditOutcome.Done done:
                foreach (var warning in done.Warnings)
                    Warn(warning.Message);
                return done;
            case EditOutcome.Mistaken mistaken:
                foreach (var one in mistaken.Mistakes)
                    Add(one, Within(edit, one.Path) is { } path ? field(path) : null);
                return null;
            case EditOutcome.OtherVersion other:
                await ConflictAsync(engine, edit, other.Version);
                return null;
            case EditOutcome.Denied denied:
                ModelState.AddModelError("", $"This needs the right {denied.Needed.Word()}.");
                return null;
            default:
                ModelState.AddModelError("", "It is not there any more: somebody deleted it.");
                return null;
        }
    }

    private void Add(Mistake mistake, string? field) => ModelState.AddModelError(field ?? "", field is null ? $"{mistake.Path}: {mistake.Message}" : mistake.Message);

    private async Task ConflictAsync(Engine engine, Edit edit, int version)
    {
        if (edit.Version == 0)
        {
            ModelState.AddModelError("", $"There is one with the id {edit.Id} already.");
            return;
        }

        if (await engine.Database.History.VersionAsync(edit.Section, edit.Id, version, Gone) is not { } theirs)
            return;
        var stored = theirs.Item.After is { } json ? NodeJson.ReadMap(json) : null;
        var parts = Difference.Parts(stored, edit.Value);
        var names = await AuthorNames.ReadAsync(engine.Database, [theirs.Author], Gone);
        Conflict = new EditConflict(names[theirs.Author], theirs.At, [.. parts.Select(part => new ConflictingField(part.Path, part.Before, part.After))]);
        Version = version;
        ModelState.Remove(nameof(Version));
    }

    // issuers[main].keys.jwks is keys.jwks of that issuer.
    private static string? Within(Edit edit, string path)
    {
        var prefix = $"{edit.Section}[{edit.Id}]";
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..].TrimStart('.') : null;
    }
}
