using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.SignIn.GitLab;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.Shell;

/// <summary>What went wrong and what helps; in the look of the pages.</summary>
[NeedsNothing]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Title { get; private set; } = "";

    public string Help { get; private set; } = "";

    /// <summary>Under which an administrator finds it in the log.</summary>
    public string? ErrorId => HttpContext.Items[PageErrors.ErrorId]?.ToString();

    public void OnGet(int status)
    {
        var down = HttpContext.Features.Get<GitLabDown>()?.Name;
        Status = Response.StatusCode = status is >= 400 and < 600 ? status : StatusCodes.Status404NotFound;
        (Title, Help) = Status switch
        {
            400 => ("This request cannot be read", "The form may be too old, or was sent from another page. Go back, load the page again, and send it once more."),
            401 => ("You are not signed in", "Your session has ended. Sign in, and do it again; nothing was written."),
            403 when down is not null => ($"{down} is out of reach", "Bridge cannot ask it whether you may do this, so nothing was written. Try again once it is back."),
            403 => ("You may not do this", "Your role does not reach this far. An instance admin can give you another one."),
            404 => ("There is nothing here", "The address is misspelt, or what was here is gone."),
            409 => ("Somebody was faster", "What you changed has been changed meanwhile. Nothing was written."),
            429 => ("Too many attempts", "Wait a little before you try again."),
            500 => ("Bridge met a condition that it did not expect", "Nothing was written. Whoever runs this Bridge finds the reason in its log."),
            503 => ("The database is out of reach", "Nothing was written. Once it is back, this page is too."),
            _ => (ReasonPhrases.GetReasonPhrase(Status), "Nothing was written."),
        };
    }
}
