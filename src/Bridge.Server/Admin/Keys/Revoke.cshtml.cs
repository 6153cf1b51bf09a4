using Bridge.Access;
using Bridge.Keys;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Keys;

/// <summary>Asks, then takes a signing key back at once. What hurts most must be typed: the beginning of its kid.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class RevokeModel(Engine engine) : AdminPage
{
    private const int Typed = 8;

    public Confirmation Question { get; private set; } = null!;

    private StoredKey? key;

    public async Task<IActionResult> OnGetAsync(string algorithm, int generation) => await FindAsync(algorithm, generation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string algorithm, int generation, string? typed)
    {
        if (!await FindAsync(algorithm, generation))
            return NotFound();
        if (!Question.Accepts(typed))
        {
            ModelState.AddModelError("typed", "This is not the beginning of its kid.");
            return Page();
        }

        var kid = key!.KeyId;
        try
        {
            if (await engine.SigningKeys.RevokeAsync(kid, HttpContext.Caller().Author, CancellationToken.None))
                Tell($"The key {kid} is revoked: it is out of the key set, on this node now and on every other with its next look.");
            await engine.Configurations.RefreshAsync(Gone);
        }
        catch (KeyEncryptionException e)
        {
            Fail(e.Message);
        }

        return RedirectToPage("/Keys/Index");
    }

    private async Task<bool> FindAsync(string algorithm, int generation)
    {
        var (now, keys) = (engine.Time.GetUtcNow(), (await engine.Database.Configuration.ReadAsync(Gone)).Keys);
        key = keys.FirstOrDefault(one => one.Algorithm == algorithm && one.Generation == generation && one.State(now) is not (KeyState.Removed or KeyState.Revoked));
        if (key is null)
            return false;
        Question = new Confirmation($"Revoke the {algorithm} key {key.KeyId}?", "Revoke it", Url.Page("/Keys/Index")!)
        {
            Breaks = [.. Meaning(key, key.State(now), keys.FirstOrDefault(other => other.Algorithm == algorithm && other.State(now) == KeyState.Announced))],
            Undo = "This cannot be undone. Unless somebody else may know the key, rotate it instead: that breaks nothing.",
            Type = key.KeyId[..Typed],
        };
        return true;
    }

    private IEnumerable<string> Meaning(StoredKey one, KeyState state, StoredKey? announced)
    {
        var cached = Duration.Words(engine.Settings.Keys.JwksMaxAge);
        yield return "It leaves the key set at once and never signs again.";
        if (state == KeyState.Active && announced is not null)
            yield return $"The announced key {announced.KeyId} takes over now. Relying parties that fetched the key set since {announced.AnnouncedAt:u} know it; the others refuse new tokens until they fetch it.";
        else if (state == KeyState.Active)
            yield return $"A new {one.Algorithm} key is made and signs at once. Nobody knows it yet: relying parties that have the key set cached refuse new tokens until they fetch it again, within {cached} where they keep to what Bridge says.";
        if (state == KeyState.Announced)
            yield return "It signed nothing yet, so no token stops working. The key that signs now goes on.";
        else
            yield return $"Tokens that it signed and that are still out, which last up to {Duration.Words(engine.Settings.Exchange.LifetimeCeiling)}, are refused by whoever fetches the key set anew. Whoever has it cached accepts them until then, within {cached} mostly; forged ones too.";
        yield return "Where the key set is kept by hand, as an uploaded JWKS, take the key out there yourself.";
    }
}
