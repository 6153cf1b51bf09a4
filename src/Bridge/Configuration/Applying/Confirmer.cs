using Bridge.Projects;

namespace Bridge.Configuration.Applying;

/// <summary>
/// Writes an administrator's confirmation of a project, with its change-log entry. What it is held against is the project as it
/// was shown, so a change of something else that comes between does not matter; it is written on the revision after it.
/// </summary>
public sealed class Confirmer(IConfigurationStore store)
{
    private const int MostTries = 20;

    /// <summary>Confirms, or gives false where the project is no longer as it was shown; then nothing is written.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public async Task<bool> ConfirmAsync(Confirmation confirmation, string author, string? why, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var change = new ConfigurationChange
            {
                Revision = await store.RevisionAsync(ct),
                Author = author,
                Why = why,
                Difference = [Line(confirmation)],
                Confirm = [confirmation],
            };
            var outcome = await store.ChangeAsync(change, ct);
            if (outcome != ChangeOutcome.Superseded)
                return outcome == ChangeOutcome.Written;
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    /// <summary>What a confirmation does, as the change log says it.</summary>
    public static string Line(Confirmation confirmation)
    {
        var (seen, pin) = (confirmation.SeenPin, confirmation.Pin);
        var before = seen is null ? "" : $"namespace {seen.NamespaceId} path {seen.Path} → ";
        var from = confirmation.SeenOwner is { } owner && owner != confirmation.ProjectId ? $", path taken from {owner}" : "";
        return $"~ projects/{confirmation.Issuer}/{confirmation.ProjectId}: confirmed {before}namespace {pin.NamespaceId} path {pin.Path}{from}";
    }
}
