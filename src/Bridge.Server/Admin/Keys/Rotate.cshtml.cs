using Bridge.Access;
using Bridge.Keys;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Keys;

/// <summary>Asks, then announces the next signing key of an algorithm.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class RotateModel(Engine engine) : AdminPage
{
    public string Algorithm { get; private set; } = "";

    public Confirmation Question { get; private set; } = null!;

    public IActionResult OnGet(string? algorithm)
    {
        if (SigningAlgorithm.Find(algorithm ?? "") is not { } found)
            return NotFound();
        Algorithm = found.Name;
        var (announce, retire) = (Duration.Words(engine.Settings.Keys.Announce), Duration.Words(engine.Settings.Keys.Retire));
        Question = new Confirmation($"Rotate the {Algorithm} key now?", "Announce the next key", Url.Page("/Keys/Index")!)
        {
            Breaks =
            [
                $"The next {Algorithm} key is made and stands in the key set at once. In {announce} it begins to sign.",
                $"Relying parties that fetch the key set have {announce} to see it, and need nothing. Where a copy of it is kept by hand, as an uploaded JWKS, the new key must be added before that.",
                $"The key that signs now stops then, and stays in the key set for {retire}, so the last tokens it signed are accepted to their end.",
            ],
            Undo = "An announced key can be revoked; then the one that signs now goes on.",
            Carried = [("algorithm", Algorithm)],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? algorithm)
    {
        if (SigningAlgorithm.Find(algorithm ?? "") is not { } found)
            return NotFound();
        try
        {
            if (await engine.SigningKeys.RotateAsync(found, HttpContext.Caller().Author, CancellationToken.None) is { } made)
                Tell($"The next {found.Name} key is announced. It begins to sign at {made.ActiveAt:u}.");
            else
                Warn($"The next {found.Name} key was announced already; nothing was written.");
            await engine.Configurations.RefreshAsync(Gone);
        }
        catch (KeyEncryptionException e)
        {
            Fail(e.Message);
        }

        return RedirectToPage("/Keys/Index");
    }
}
