using Bridge.Configuration.History;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Storage.Model;

namespace Bridge.Storage.Configuration;

/// <summary>
/// Writes confirmations into the tables of a change's transaction. It holds the revision, so no grant is written beside it:
/// what is read here is what stands when the change is committed. That the projects are enrolled is written as every enrolment.
/// </summary>
internal sealed class ConfirmationWriter(ChangeTransaction transaction)
{
    private readonly BridgeDbContext context = transaction.Context;

    /// <summary>Sets what was shown, or gives false where something is no longer as it was shown.</summary>
    public async Task<bool> WriteAsync(IEnumerable<Confirmation> confirmations, CancellationToken ct)
    {
        foreach (var confirmation in confirmations)
        {
            if (!await WriteAsync(confirmation, ct))
                return false;
        }

        return true;
    }

    private async Task<bool> WriteAsync(Confirmation confirmation, CancellationToken ct)
    {
        var (issuer, project) = (confirmation.Issuer, StoredText.Key(confirmation.ProjectId));
        var path = StoredText.Key(ProjectPaths.Fold(confirmation.Pin.Path));
        var pin = await context.ProjectPins.FindAsync([issuer, project], ct);
        var burned = await context.BurnedPaths.FindAsync([issuer, path], ct);
        if (!AsSeen(pin, confirmation.SeenPin) || burned?.ProjectId != (confirmation.SeenOwner is { } owner ? StoredText.Key(owner) : null))
            return false;
        var (before, from) = (pin is null ? null : Json(pin, null), burned is null || burned.ProjectId == project ? null : burned.ProjectId);
        if (pin is null)
            context.ProjectPins.Add(pin = new ProjectPinRow { Issuer = issuer, ProjectId = project, NamespaceId = "", Path = "" });
        (pin.NamespaceId, pin.Path, pin.PathIssuedAt) = (StoredText.Key(confirmation.Pin.NamespaceId), StoredText.Shown(confirmation.Pin.Path)!, confirmation.Pin.PathIssuedAt);
        if (burned is null)
            context.BurnedPaths.Add(burned = new BurnedPathRow { Issuer = issuer, Path = path, ProjectId = project });
        burned.ProjectId = project;
        var id = $"{issuer}/{project}";
        var last = await transaction.LastVersionsAsync(ChangeItem.ProjectPins, [id], ct);
        transaction.Add(new ChangeItem(ChangeItem.ProjectPins, id, last.Values.SingleOrDefault() + 1, before, Json(pin, from)));
        return true;
    }

    private static string Json(ProjectPinRow pin, string? takenFrom) =>
        ItemJson.Write(new { pin.Issuer, pin.ProjectId, pin.NamespaceId, pin.Path, pin.PathIssuedAt, PathTakenFrom = takenFrom });

    private static bool AsSeen(ProjectPinRow? pin, ProjectPin? seen) => pin is null || seen is null
        ? pin is null && seen is null
        : (pin.NamespaceId, pin.Path, pin.PathIssuedAt) == (StoredText.Key(seen.NamespaceId), StoredText.Shown(seen.Path), seen.PathIssuedAt);
}
