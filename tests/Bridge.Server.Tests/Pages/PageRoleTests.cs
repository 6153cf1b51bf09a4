using System.Reflection;
using System.Text.RegularExpressions;
using System.Web;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Bridge.Testing.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Xunit;

namespace Bridge.Server.Tests.Pages;

/// <summary>Every handler of every page against every kind of person.</summary>
public sealed partial class PageRoleTests(PageRoleWorld world) : IClassFixture<PageRoleWorld>
{
    private static readonly string[] Roles = ["nobody", "without a role", "maintainer of another project", "maintainer of the project", "auditor", "administrator"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_handler_of_every_page_has_its_row()
    {
        var (there, rows) = (world.Bridge.Routes.SelectMany(Handlers).ToHashSet(StringComparer.Ordinal), PageRoutes.All.Select(route => route.Name).ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(there);
        Assert.True(there.SetEquals(rows), $"without a row: {string.Join(", ", there.Except(rows))}; without a page: {string.Join(", ", rows.Except(there))}");
    }

    [Theory]
    [MemberData(nameof(PageRoutes.Rows), MemberType = typeof(PageRoutes))]
    public async Task Page_answers_each_role_as_the_table_says(int number, string page)
    {
        var route = PageRoutes.All[number];
        Assert.Equal(page, $"{route}");
        int[] expected = [.. Enumerable.Range(0, Roles.Length).Select(route.Of)];
        var found = new List<(string, int)>();
        for (var role = 0; role < Roles.Length; role++)
            found.Add((Roles[role], await AskAsync(route, role)));
        Assert.Equal(Roles.Zip(expected), found);
    }

    [Fact]
    public async Task What_a_role_may_not_do_is_not_offered_to_it()
    {
        var mistakes = new List<string>();
        for (var role = 0; role < Roles.Length; role++)
        {
            var (browser, asked) = (world.Browsers[role], new Dictionary<string, int>(StringComparer.Ordinal));
            foreach (var row in PageRoutes.All.Where(row => row.Method == "GET" && row.Of(role) == 200))
            {
                var path = await PathAsync(row.Path);
                foreach (var offer in PageOffers.Of((await browser.GetAsync(path, Ct)).Html, path))
                {
                    var status = offer.Filled ? OfTheTable(offer, role) : await StatusAsync(asked, browser, offer.Address);
                    if (status is 401 or 403 or 404)
                        mistakes.Add($"{path} offers {Roles[role]} {offer.Method} {offer.Address}, which answers {status}");
                }
            }
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    [Fact]
    public async Task Post_without_the_token_of_a_form_is_refused_before_anything_is_done()
    {
        foreach (var route in PageRoutes.All.Where(route => route is { Method: "POST", Admin: 200 or 302 }))
        {
            var answer = await world.Browsers[^1].PostAsync(await PathAsync(route.Path), route.Form.Select(field => KeyValuePair.Create(field.Name, field.Value)), Ct);
            Assert.True(answer.Status == 400, $"{route}: {answer.Status}");
        }
    }

    private static async Task<int> StatusAsync(Dictionary<string, int> asked, PageClient browser, string address) =>
        asked.TryGetValue(address, out var status) ? status : asked[address] = (await browser.GetAsync(address, Ct)).Status;

    // A form would change something, and needs its fields: what it answers is what its row says, which another test holds.
    private int OfTheTable(PageOffer offer, int role)
    {
        var (path, handler) = (offer.Address.Split('?')[0], HttpUtility.ParseQueryString(new Uri(new Uri("http://localhost"), offer.Address).Query)["handler"]);
        var route = world.Bridge.Routes.Where(route => route.Metadata.GetMetadata<PageActionDescriptor>() is not null).OrderBy(route => route.Order).ThenBy(route => route.RoutePattern.InboundPrecedence)
            .First(route => new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!), []).TryMatch(path, []));
        var name = $"{offer.Method} /{route.RoutePattern.RawText} {(handler == "none" ? null : handler)}".TrimEnd();
        var rows = PageRoutes.All.Where(row => row.Name == name).ToList();
        return rows.Count == 0 ? StatusCodes.Status404NotFound : (rows.Find(row => row.Path.Split('?')[0] == path) ?? rows[0]).Of(role);
    }

    private async Task<int> AskAsync(PageRoute route, int role)
    {
        // Whoever signs out or loses the session does so in a browser of their own.
        var signsOut = route.Name.StartsWith("POST /sign-out", StringComparison.Ordinal);
        if (signsOut && role is not (0 or 1 or 4 or 5))
            return route.Own;
        using var own = signsOut && role > 0 ? await world.SignedInAsync(role switch { 1 => null, 4 => Role.Auditor, _ => Role.Admin }) : null;
        var browser = own ?? world.Browsers[role];
        var path = await PathAsync(route.Path);
        if (route.Method == "GET")
            return (await browser.GetAsync(path, Ct)).Status;
        var fields = route.Form.Append(("__RequestVerificationToken", await TokenAsync(browser)));
        return (await browser.PostAsync(path, fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)), Ct)).Status;
    }

    // Every page has the form that changes its colours, also the one of an error.
    private static async Task<string> TokenAsync(PageClient browser) => (await browser.GetAsync("/sign-in", Ct)).Fields()["__RequestVerificationToken"];

    private async Task<string> PathAsync(string path)
    {
        if (path.Contains(PageRoutes.Token, StringComparison.Ordinal))
            path = path.Replace(PageRoutes.Token, $"{(await world.Bridge.Engine.Database.ApiTokens.FindAsync(ApiTokenText.Hash(await world.Bridge.MakeTokenAsync(Right.Read, ct: Ct)), Ct))!.Id}", StringComparison.Ordinal);
        if (path.Contains(PageRoutes.Exchange, StringComparison.Ordinal))
            path = path.Replace(PageRoutes.Exchange, $"{(await world.Bridge.Engine.Database.Exchanges.ListAsync(new("main", "20"), null, 1, Ct)).Single().Id}", StringComparison.Ordinal);
        return path.Replace(PageRoutes.Waiting, "30", StringComparison.Ordinal);
    }

    // A page's handlers are the methods of its model: OnGetAsync, OnPostEndSessionAsync.
    private static IEnumerable<string> Handlers(RouteEndpoint route)
    {
        // What is at /keys is at /keys/index, too, by the same declarations.
        if (route.Metadata.OfType<PageActionDescriptor>().FirstOrDefault() is not { } page || route.RoutePattern.RawText!.EndsWith("/index", StringComparison.Ordinal))
            return [];
        Assert.True(route.Metadata.GetMetadata<NeedsAttribute>() is not null, $"{page.RelativePath} declares no need");
        var compiled = typeof(Door).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>().Single(item => item.Identifier == page.RelativePath);
        var model = compiled.Type.GetProperty("Model")!.PropertyType;
        return model.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => Handler().Match(method.Name)).Where(match => match.Success)
            .Select(match => $"{match.Groups["method"].Value.ToUpperInvariant()} /{route.RoutePattern.RawText!.TrimStart('/')} {match.Groups["name"].Value}".TrimEnd());
    }

    [GeneratedRegex("^On(?<method>Get|Post)(?<name>(?!Async)[A-Z][A-Za-z]*?)?(Async)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Handler();
}
