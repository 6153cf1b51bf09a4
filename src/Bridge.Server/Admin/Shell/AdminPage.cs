using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.Shell;

/// <summary>What every page of the administration can do.</summary>
public abstract class AdminPage : PageModel
{
    /// <summary>Ends when the browser no longer waits.</summary>
    protected CancellationToken Gone => HttpContext.RequestAborted;

    /// <summary>Shown at the head of the next page: what was done.</summary>
    protected void Tell(string message) => Flash.Add(TempData, FlashKind.Done, message);

    /// <summary>Shown at the head of the next page: what was done and should be known.</summary>
    protected void Warn(string message) => Flash.Add(TempData, FlashKind.Warning, message);

    /// <summary>Shown at the head of the next page: what was not done.</summary>
    protected void Fail(string message) => Flash.Add(TempData, FlashKind.Failed, message);
}
