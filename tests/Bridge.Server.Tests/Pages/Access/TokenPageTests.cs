using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Server.Tests.Admin.SignIn;
using Xunit;

namespace Bridge.Server.Tests.Pages.Access;

/// <summary>API tokens on their pages: one is shown once, says who made it, and is over when it is revoked.</summary>
public sealed partial class TokenPageTests : SignInTest
{
    [Fact]
    public async Task Token_is_shown_once_after_a_redirect_and_works_with_its_right_and_reach()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        var made = await browser.SendAsync("/access/new", [("Name", "terraform"), ("Right", "write"), ("Reach", "project"), ("Issuer", "main"), ("ProjectId", "20"), ("Days", "30")], "Name", Ct);
        Assert.Equal("/access", made.Location);
        var text = Token().Match((await browser.GetAsync("/access", Ct)).Html).Value;
        Assert.True(ApiTokenText.IsWellFormed(text));
        var list = await browser.GetAsync("/access", Ct);
        Assert.DoesNotMatch(Token(), list.Html);
        Assert.Contains("project 20 of main", list.Text, StringComparison.Ordinal);
        Assert.Contains("Sam Admin", list.Text, StringComparison.Ordinal);

        var token = Assert.Single(await Bridge.Engine.Database.ApiTokens.ListAsync(null, 10, Ct));
        Assert.Equal(("terraform", Right.Write, new Reach.Project("main", "20"), Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds()), (token.Name, token.Right, token.Reach, token.ExpiresAt.ToUnixTimeSeconds()));
        Assert.Equal(200, await CallAsync(text));

        Assert.Contains("It was last used", (await browser.GetAsync($"/access/revoke/{token.Id}", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/access", (await browser.SendAsync($"/access/revoke/{token.Id}", [], ct: Ct)).Location);
        Assert.Equal(401, await CallAsync(text));
        Assert.Contains("revoked", (await browser.GetAsync("/access", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/access/revoke/{token.Id}", Ct)).Status);
    }

    [Theory]
    [InlineData("Name", "", "is missing")]
    [InlineData("Days", "366", "365")]
    [InlineData("Days", "0", "")]
    [InlineData("Days", "soon", "")]
    [InlineData("Right", "everything", "read")]
    [InlineData("ProjectId", "", "is missing")]
    [InlineData("ProjectId", "my-group/my-project", "numeric id")]
    [InlineData("Issuer", "nobody", "no issuer nobody")]
    public async Task Mistake_stands_beside_its_field_and_what_was_typed_stays(string field, string value, string told)
    {
        var browser = await BrowserOfAsync(Role.Admin);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Name"] = "terraform", ["Right"] = "read", ["Reach"] = "project", ["Issuer"] = "main", ["ProjectId"] = "20", ["Days"] = "30" };
        fields[field] = value;
        var page = await browser.SendAsync("/access/new", fields.Select(pair => (pair.Key, pair.Value)), "Name", Ct);
        Assert.Equal(200, page.Status);
        Assert.Matches($"field-validation-error\"[^>]*data-valmsg-for=\"{field}\"[^>]*>[^<]*{Regex.Escape(told)}", page.Html);
        Assert.Contains(field == "Name" ? "value=\"30\"" : "value=\"terraform\"", page.Html, StringComparison.Ordinal);
        Assert.Empty(await Bridge.Engine.Database.ApiTokens.ListAsync(null, 1, Ct));
    }

    [Fact]
    public async Task A_group_that_was_left_empty_does_not_make_a_token_over_everything()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        await browser.SendAsync("/access/new", [("Name", "terraform"), ("Right", "admin"), ("Reach", "group"), ("Issuer", "main"), ("Group", "  "), ("Days", "30")], "Name", Ct);
        await browser.SendAsync("/access/new", [("Name", "terraform"), ("Right", "admin"), ("Reach", "nonsense"), ("Issuer", "main"), ("Days", "30")], "Name", Ct);
        Assert.Empty(await Bridge.Engine.Database.ApiTokens.ListAsync(null, 1, Ct));
    }

    [Theory]
    [InlineData(Role.Auditor, 403)]
    [InlineData(null, 403)]
    public async Task Whoever_administers_nothing_sees_no_token(Role? role, int status)
    {
        var browser = await BrowserOfAsync(role);
        foreach (var path in new[] { "/access", "/access/new", $"/access/revoke/{Guid.NewGuid()}" })
            Assert.Equal(status, (await browser.GetAsync(path, Ct)).Status);
    }

    private async Task<int> CallAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/caller");
        request.Headers.Authorization = new("Bearer", token);
        return (int)(await Bridge.Admin.SendAsync(request, Ct)).StatusCode;
    }

    [GeneratedRegex("brg_[A-Za-z0-9_-]{40,}", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
