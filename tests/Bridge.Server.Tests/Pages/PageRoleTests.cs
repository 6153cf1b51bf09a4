using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Bridge.Testing.Pages;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.Routing;
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
        int[] expected = [route.Nobody, route.Without, route.Foreign, route.Own, route.Auditor, route.Admin];
        var found = new List<(string, int)>();
        for (var role = 0; role < Roles.Length; role++)
            found.Add((Roles[role], await AskAsync(route, role)));
        Assert.Equal(Roles.Zip(expected), found);
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
