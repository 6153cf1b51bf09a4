using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.Shell;

/// <summary>An entry of the menu.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Icon">The name of a Tabler icon.</param>
/// <param name="Page">The page that it leads to, by its place below <c>Admin</c>.</param>
public sealed record NavigationItem(string Title, string Icon, string Page)
{
    /// <summary>Whether a page is the entry's own or belongs to its feature.</summary>
    public bool Covers(string? page) => page?.StartsWith(Page[..(Page.LastIndexOf('/') + 1)], StringComparison.Ordinal) == true;
}

/// <summary>Entries that belong together.</summary>
public sealed record NavigationGroup(string? Title, ImmutableArray<NavigationItem> Items);

/// <summary>The menu: what there is to see, in the order in which it is read. An entry whose page does not exist is not shown.</summary>
public sealed class Navigation(IActionDescriptorCollectionProvider pages)
{
    private static readonly ImmutableArray<NavigationGroup> All =
    [
        new(null,
        [
            new("Overview", "layout-dashboard", "/Overview/Index"),
            new("Findings", "list-search", "/Lint/Index"),
        ]),
        new("Projects",
        [
            new("Projects", "folders", "/Projects/Index"),
            new("Subjects", "fingerprint", "/Subjects/Index"),
            new("Confirmations", "checks", "/Confirmations/Index"),
        ]),
        new("Trust",
        [
            new("Issuers", "brand-gitlab", "/Issuers/Index"),
            new("Relying parties", "building-bank", "/RelyingParties/Index"),
            new("Default claims", "forms", "/Mappings/Index"),
            new("Clients", "apps", "/Clients/Index"),
            new("Keys", "key", "/Keys/Index"),
        ]),
        new("Activity",
        [
            new("Exchanges", "arrows-exchange", "/Exchanges/Index"),
            new("Explain", "zoom-question", "/Explain/Index"),
            new("Change log", "history", "/ChangeLog/Index"),
        ]),
        new("Access",
        [
            new("API tokens", "api", "/Access/Index"),
            new("People and sessions", "users", "/People/Index"),
        ]),
    ];

    /// <summary>The menu of somebody: the pages that there are and that they may see.</summary>
    internal ImmutableArray<NavigationGroup> Groups(Caller? caller)
    {
        var known = pages.ActionDescriptors.Items.OfType<PageActionDescriptor>().Where(page => MaySee(caller, page)).Select(page => page.ViewEnginePath).ToHashSet(StringComparer.Ordinal);
        return [.. All.Select(group => group with { Items = [.. group.Items.Where(item => known.Contains(item.Page))] }).Where(group => !group.Items.IsEmpty)];
    }

    private static bool MaySee(Caller? caller, PageActionDescriptor page) => PageDeclarations.Of(page) is { Right: { } right } needs
        && caller is not null && caller.Right >= right && (needs.Over == Over.Own || caller.Reach.Covers(Place.Instance));
}
