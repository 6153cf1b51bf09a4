using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Access;

/// <summary>Asks, then ends an API token at once.</summary>
[Needs(Right.Admin, Over.Own)]
internal sealed class RevokeModel(BridgeDatabase database, TimeProvider time) : AdminPage
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await FindAsync(id) is not { } token)
            return NotFound();
        Question = new Confirmation($"Revoke the token {token.Name}?", $"Revoke {token.Name}", Url.Page("/Access/Index")!)
        {
            Breaks =
            [
                $"Whatever calls with it is refused from the next request on. It {(token.LastUsedAt is { } used ? $"was last used {TimeAgoTagHelper.Words(used - time.GetUtcNow())}" : "was never used")}.",
                "What was done with it stays, in the change log too.",
            ],
            Undo = "This cannot be undone; another token can be made.",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await FindAsync(id) is not { } token)
            return NotFound();
        if (await database.ApiTokens.RevokeAsync(id, HttpContext.Caller().Author, CancellationToken.None) is not null)
            Tell($"The token {token.Name} is revoked.");
        return RedirectToPage("/Access/Index");
    }

    private async Task<ApiToken?> FindAsync(Guid id) => await database.ApiTokens.FindAsync(id, Gone) is { } token && HttpContext.Caller().Oversees(token) && token.IsGood(time.GetUtcNow()) ? token : null;
}
