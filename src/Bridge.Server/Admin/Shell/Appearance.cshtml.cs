using Bridge.Server.Admin.Access;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Shell;

/// <summary>Where the choice of light or dark is posted to.</summary>
[NeedsNothing]
public sealed class AppearanceModel : AdminPage
{
    public IActionResult OnGet() => NotFound();

    public IActionResult OnPost(string choice, string? back)
    {
        // Nothing to steal, and a script of the page reads it before the first paint.
        var cookie = new CookieOptions { Path = "/", SameSite = SameSiteMode.Strict, HttpOnly = false, Secure = Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (choice is Appearance.Light or Appearance.Dark)
            Response.Cookies.Append(Appearance.CookieName, choice, cookie);
        else
            Response.Cookies.Delete(Appearance.CookieName, cookie);
        return Url.IsLocalUrl(back) ? LocalRedirect(back) : Redirect("/");
    }
}
