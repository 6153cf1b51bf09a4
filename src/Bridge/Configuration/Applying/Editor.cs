using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.Linting;

namespace Bridge.Configuration.Applying;

/// <summary>
/// Changes one thing of the configuration: planned, compiled and written as a file that names only this thing would be, by a
/// caller who has the right to, and only as the version that they saw.
/// </summary>
public sealed class Editor(IConfigurationStore store, ConfigurationCompiler compiler, TimeProvider time)
{
    private const int MostTries = 5;

    /// <summary>Makes the thing what it shall be. Where another change comes between, all of it is looked at again.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public async Task<EditOutcome> CommitAsync(Edit edit, Caller caller, string? why, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stored = await Stored.ReadAsync(store, edit, ct);
            var (before, version) = Find(stored, edit);
            if (await DenialAsync(edit, before, caller, ct) is { } denied)
                return denied;
            if (version != edit.Version)
                return edit.Version > 0 && version == 0 ? new EditOutcome.Missing() : new EditOutcome.OtherVersion(version);
            if (edit.Value is null && before is null)
                return new EditOutcome.Missing();
            var planner = new Planner(stored) { Gone = edit.Value is null ? (edit.Section, edit.Id) : null };
            var compilation = compiler.Check(planner.Plan(edit.Content), time.GetUtcNow());
            if (planner.MistakesOf(compilation) is { IsEmpty: false } mistakes)
                return new EditOutcome.Mistaken(mistakes);
            ImmutableArray<Warning> warnings = [.. compilation.Warnings.Where(warning => warning.Path.StartsWith($"{edit.Section}[{edit.Id}]", StringComparison.Ordinal))];
            if (planner.Lines.IsEmpty)
                return new EditOutcome.Done(version, For(caller, warnings), Changed: false);
            var change = planner.Change(caller.Author, null) with { Why = why, Warnings = warnings };
            if (await store.ChangeAsync(change, ct) == ChangeOutcome.Written)
                return new EditOutcome.Done(edit.Value is null ? null : await VersionAsync(edit, change, ct), For(caller, warnings), Changed: true);
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    // The change log keeps all of them, and only those who see everything read it.
    private static ImmutableArray<Warning> For(Caller caller, ImmutableArray<Warning> warnings) =>
        caller.Reach.IsBound ? [.. warnings.Where(warning => LintRules.Find(warning.Code) is not { NamesOthers: true })] : warnings;

    // What somebody has no right to see is not there for them; a thing is neither taken from outside their reach nor put there.
    private async Task<EditOutcome?> DenialAsync(Edit edit, Node.Map? before, Caller caller, CancellationToken ct)
    {
        if (before is not null && !caller.May(Right.Read, await PlaceAsync(edit.Section, before, ct)))
            return new EditOutcome.Missing();
        if (edit.Value is not null && !caller.May(Right.Read, await PlaceAsync(edit.Section, edit.Value, ct)))
            return new EditOutcome.Missing();
        var needed = NeededRight.Of(edit.Section, before, edit.Value);
        return caller.Right < needed ? new EditOutcome.Denied(needed) : null;
    }

    private async Task<Place> PlaceAsync(string section, Node.Map thing, CancellationToken ct) =>
        section == Edit.SubComponents ? await TemplatePlace.OfAsync(store, thing, ct) : Place.Instance;

    private static (Node.Map? Value, int Version) Find(Stored stored, Edit edit)
    {
        if (edit.Section == Edit.SubComponents)
            return stored.Templates.FirstOrDefault(template => template.Id == edit.Id) is { } template ? (TemplateReader.Write(template), template.Version) : (null, 0);
        var found = stored.Source.Definitions.FirstOrDefault(definition => ConfigurationCompiler.Name(definition.Section) == edit.Section && definition.Id == edit.Id);
        return (found?.Value, found?.Version ?? 0);
    }

    // An existing thing gets the next version. A new one may have had earlier lives: its version is read, unless somebody
    // changed it meanwhile, for then the caller has not seen what that version is.
    private async Task<int?> VersionAsync(Edit edit, ConfigurationChange change, CancellationToken ct)
    {
        if (edit.Version > 0)
            return edit.Version + 1;
        var (now, version) = Find(await Stored.ReadAsync(store, edit, ct), edit);
        var put = change.PutTemplates is [var template] ? TemplateReader.Write(template) : edit.Value!;
        return now is not null && now.SameAs(put) ? version : null;
    }
}
