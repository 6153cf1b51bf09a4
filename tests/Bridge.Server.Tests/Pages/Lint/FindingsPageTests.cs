using Bridge.Access;
using Bridge.Server.Tests.Admin.SignIn;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Pages.Lint;

public sealed class FindingsPageTests : SignInTest
{
    [Fact]
    public async Task Every_finding_is_listed_by_its_code_with_the_way_to_where_it_is_cured()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Auditor);

        var page = await FindAsync(browser, "/findings");
        foreach (var link in new[] { "/subjects/edit/mine", "/subjects/edit/shop", "/relying-parties/deploy/rules/tree" })
            Assert.Contains($"href=\"{link}\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("no_immutable_id", page.Text, StringComparison.Ordinal);
        Assert.Contains("A group can be renamed or deleted", page.Text, StringComparison.Ordinal);

        var one = await FindAsync(browser, "/findings?code=subtree_without_id");
        Assert.Contains("/relying-parties/deploy/rules/tree", one.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/subjects/edit/", one.Html, StringComparison.Ordinal);
        Assert.Contains("Nothing with this code is found", (await FindAsync(browser, "/findings?code=never_omitted")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_findings_go_to_the_last_and_back()
    {
        await Bridge.ApplyAsync($"sub_components: [{string.Join(", ", Enumerable.Range(100, 120).Select(id => $"{{ id: t{id}, issuer: main, project_id: '{id}', components: [project_path, ref_type, ref] }}"))}]", Ct);
        var browser = await BrowserOfAsync(Role.Auditor);
        var seen = new List<string>();
        var (path, pages) = ("/findings?code=no_immutable_id", new Stack<string>());
        while (true)
        {
            var page = await FindAsync(browser, path);
            seen.AddRange(Shown(page));
            pages.Push(path);
            if (Link(page, "next") is not { } next)
                break;
            path = next;
        }

        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, pages.Count);
        var back = await FindAsync(browser, Link(await FindAsync(browser, pages.Pop()), "prev")!);
        Assert.Equal(Shown(await FindAsync(browser, pages.Peek())), Shown(back));
    }

    [Fact]
    public async Task Who_maintains_projects_sees_what_is_found_in_their_own_and_nothing_that_names_others()
    {
        await ConfigureAsync();
        var page = await FindAsync(await SignedInAsync(1), "/findings");

        Assert.Contains("/subjects/edit/mine", page.Html, StringComparison.Ordinal);
        foreach (var hidden in new[] { "shop", "/subjects/edit/theirs", "deploy", "subject_collision", "subject_too_long" })
            Assert.DoesNotContain(hidden, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_found_the_page_says_so() =>
        Assert.Contains("The linter finds nothing", (await FindAsync(await BrowserOfAsync(Role.Admin), "/findings")).Text, StringComparison.Ordinal);

    private Task ConfigureAsync() => Bridge.ApplyAsync("""
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', profile: gcp, enrolled_projects: false, rules: [{ id: tree, effect: allow, when: { project_path: { glob: 'shop/**' } } }] }
        sub_components:
          - { id: mine, issuer: main, project_id: "20", components: [project_path, ref_type, ref] }
          - { id: theirs, issuer: main, project_id: "21", components: [project_path, ref_type, ref] }
          - { id: shop, issuer: main, group: shop, components: [project_path, ref_type, ref] }
        """, Ct);

    // The linter works beside the page; whoever comes too early is told to look again.
    private static async Task<PageAnswer> FindAsync(PageClient browser, string path)
    {
        while (true)
        {
            var page = await browser.GetAsync(path, Ct);
            Assert.Equal(200, page.Status);
            if (!page.Text.Contains("Looking through", StringComparison.Ordinal))
                return page;
        }
    }

    private static List<string> Shown(PageAnswer page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page.Html, "href=\"/subjects/edit/(?<id>t[0-9]+)\"", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value)];

    private static string? Link(PageAnswer page, string rel) =>
        System.Text.RegularExpressions.Regex.Match(page.Html, $"href=\"(?<href>[^\"]*)\" rel=\"{rel}\"", default, TimeSpan.FromSeconds(1)) is { Success: true } match ? System.Net.WebUtility.HtmlDecode(match.Groups["href"].Value) : null;
}
