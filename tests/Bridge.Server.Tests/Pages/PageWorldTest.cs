using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Bridge.Testing.Pages;

namespace Bridge.Server.Tests.Pages;

/// <summary>A test of pages in a world that its class shares, without a browser and its scripts.</summary>
public abstract class PageWorldTest<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private readonly List<PageClient> browsers = [];

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: careful, audience: 'https://careful.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    public override async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A browser in which somebody is signed in.</summary>
    protected async Task<PageClient> BrowserOfAsync(Role? role, DateTimeOffset? provedAt = null)
    {
        var browser = new PageClient(Bridge);
        browsers.Add(browser);
        browser.SetCookie(SignedInPeople.CookieName, await Bridge.SignInAsync(role, $"90{(int?)role ?? 0}", provedAt, Ct));
        return browser;
    }

    /// <summary>The text of a page with one blank between words.</summary>
    protected static string Words(PageAnswer page) => string.Join(' ', page.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
