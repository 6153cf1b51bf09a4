using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Bridge.Server.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Razor;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// The admin pages: Razor Pages at the admin door, in the folders of their features. To add a page:
/// <list type="number">
/// <item>Put <c>Admin/Feature/Index.cshtml</c> with <c>@page</c> beside a sealed model <c>IndexModel : AdminPage</c>, which declares
/// what its callers need: <c>[Needs(Right.Read)]</c>, the same as a route of the API. Without that it answers nothing. Its route follows
/// from its place in kebab case: <c>Admin/RelyingParties/Edit.cshtml</c> is <c>/relying-parties/edit</c>; parameters come by
/// <c>@page "{id}"</c>.</item>
/// <item>Set <c>ViewData["Title"]</c>, and <c>ViewData["Intro"]</c> for a sentence below it; buttons go into
/// <c>@section Actions</c>, scripts of one page into <c>@section Scripts</c>. The layout comes by itself, and the menu entry too, once
/// the page is the one that <see cref="Navigation"/> names.</item>
/// <item>There is no inline script or style; the browser would refuse it. Classes are Tabler's, or a few in <c>site.css</c>;
/// behaviour is <c>data-</c> attributes, read by a file in <c>wwwroot/js</c>. First make it work as a form.</item>
/// <item>Use what is here: <c>&lt;icon name="key" /&gt;</c>, <c>&lt;time-ago at="…" /&gt;</c>, and the partials <c>_Mistakes</c>, <c>_Empty</c>,
/// <c>_Pager</c>, <c>_Confirm</c> and <c>_Conflict</c>, whose models say what they are for. <c>Tell("Saved.")</c>, then redirect: the next page shows it.</item>
/// <item>A form that changes one thing of the configuration is an <see cref="EditPage"/>, which brings versions, conflicts and mistakes beside
/// their fields; what the API cannot do, a page cannot either.</item>
/// <item>Name the page in <c>Pages</c> of <c>tests/Bridge.Browser.Tests</c>: it is opened in all sizes and colours and checked.</item>
/// </list>
/// </summary>
internal static class AdminPages
{
    public static void AddAdminPages(this IServiceCollection services, BridgeSettings settings)
    {
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Admin";
            options.Conventions.ConfigureFilter(new ServiceFilterAttribute<ProofStep>());
            options.Conventions.Add(new PageRouteTransformerConvention(new KebabCase()));
            options.Conventions.Add(new FromAddress());
        });
        services.Configure<RazorViewEngineOptions>(options => options.PageViewLocationFormats.Add("/Admin/Shell/{0}" + RazorViewEngine.ViewExtension));
        services.AddSingleton<Navigation>();
        services.AddSingleton(new PagesAddress(settings.Pages.Url, settings.Admin));
        services.Configure<AntiforgeryOptions>(options => PageCookies.Set(options.Cookie, "antiforgery", settings));
        services.Configure<CookieTempDataProviderOptions>(options => PageCookies.Set(options.Cookie, "flash", settings));
    }

    public static void UseAdminPages(this IApplicationBuilder app)
    {
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<PageErrors>();
    }

    public static void MapAdminPages(this IEndpointRouteBuilder routes, Surface surface)
    {
        // Their files say nothing that is secret, and the page that asks who is there needs them too.
        routes.MapStaticAssets().NeedsNothing().WithMetadata(Door.Admin);
        var pages = routes.MapRazorPages().WithStaticAssets().WithMetadata(Door.Admin);
        pages.WithMetadata(surface);
        pages.Add(PageDeclarations.Declare);
    }
}
