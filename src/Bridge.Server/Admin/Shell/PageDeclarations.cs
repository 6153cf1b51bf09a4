using System.Reflection;
using Bridge.Server.Admin.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// What the models of the pages declare that they need, by the page's file. The framework reads a model when its page is first asked for;
/// here it is known from the start, so that the routes can be checked, and the menu can leave out what its reader may not see.
/// </summary>
internal static class PageDeclarations
{
    private const string Page = "mvc.1.0.razor-page";

    private static readonly Dictionary<string, Type> Models = typeof(PageDeclarations).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
        .Where(item => item.Kind == Page)
        .ToDictionary(item => item.Identifier, item => item.Type.GetProperty("Model")!.PropertyType, StringComparer.Ordinal);

    /// <summary>The declaration of a page; null where it has none, and so answers nothing.</summary>
    public static NeedsAttribute? Of(PageActionDescriptor page) => Models[page.RelativePath].GetCustomAttribute<NeedsAttribute>();

    /// <summary>Puts the declaration beside what else is known of the page's route.</summary>
    public static void Declare(EndpointBuilder route)
    {
        if (route.Metadata.OfType<PageActionDescriptor>().FirstOrDefault() is { } page && Of(page) is { } needs && !route.Metadata.OfType<NeedsAttribute>().Any())
            route.Metadata.Add(needs);
    }
}
