using Bridge.Access;
using Bridge.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Bridge.Server.Tests.Pages.Mappings;

public sealed class MappingPagesTests : PageTest
{
    private const string Team = """{"id":"team","from":"namespace_path"}""";

    protected override string Yaml => Issuers + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: other, audience: 'https://other.test', rules: [{ id: all, effect: allow, everyone: true }], claims: { team: { constant: own } } }
        mappings:
          - { id: team, from: namespace_path }
          - { id: 'https://claims.test/origin', join: [project_path, ref], with: '@', missing: omit }

        """;

    [Fact]
    public async Task Claims_are_listed_with_what_fills_them()
    {
        var page = await (await BrowserAsync(Role.Auditor)).GetAsync("/mappings", Ct);
        foreach (var text in new[] { "team", "copy of namespace_path", "https://claims.test/origin", "joined project_path, ref with @", "left out" })
            Assert.Contains(text, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("btn-primary", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_is_made_changed_and_deleted_and_tokens_follow()
    {
        var browser = await BrowserAsync();
        Assert.Equal("/mappings", (await SendAsync(browser, "/mappings/new", Row("stage", "constant", "", "test"))).Location);
        Assert.Equal("""{"id":"stage","constant":"test"}""", await StoredAsync(Section.Mappings, "stage"));
        Assert.Equal("test", await ClaimAsync("stage"));

        Assert.Equal("/mappings", (await SendAsync(browser, "/mappings/edit/stage", Row("stage", "from", "ref", ""))).Location);
        Assert.Equal("main", await ClaimAsync("stage"));

        Assert.Contains("Delete the default claim stage?", (await browser.GetAsync("/mappings/delete/stage", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/mappings", (await SendAsync(browser, "/mappings/delete/stage")).Location);
        Assert.Null(await StoredAsync(Section.Mappings, "stage"));
        Assert.Contains("stage", (await browser.GetAsync("/change-log/versions/mappings/stage", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_with_slashes_in_its_name_has_its_pages()
    {
        var browser = await BrowserAsync();
        var path = System.Text.RegularExpressions.Regex.Match((await browser.GetAsync("/mappings", Ct)).Html, "href=\"(?<path>/mappings/edit/[^\"]*origin)\"", default, TimeSpan.FromSeconds(1)).Groups["path"].Value;
        var before = await StoredAsync(Section.Mappings, "https://claims.test/origin");
        Assert.Equal("/mappings", (await SendAsync(browser, path, Row("https://claims.test/origin", "join", "project_path\r\nref", "@", "omit"))).Location);
        Assert.Equal(before, await StoredAsync(Section.Mappings, "https://claims.test/origin"));
        Assert.Contains("https://claims.test/origin", (await browser.GetAsync("/change-log/versions/mappings/https://claims.test/origin", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_stand_beside_their_fields_and_what_was_typed_is_kept()
    {
        var browser = await BrowserAsync();
        var reserved = await SendAsync(browser, "/mappings/new", Row("sub", "constant", "", "typed"));
        Assert.Contains("is reserved", reserved.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"typed\"", reserved.Html, StringComparison.Ordinal);
        Assert.Contains("choose a word", (await SendAsync(browser, "/mappings/new", Row("", "constant", "", "typed"))).Text, StringComparison.Ordinal);
        Assert.Contains("There is one with the id team already", (await SendAsync(browser, "/mappings/new", Row("team", "constant", "", "typed"))).Text, StringComparison.Ordinal);
        Assert.Equal(Team, await StoredAsync(Section.Mappings, "team"));
    }

    [Fact]
    public async Task Second_of_two_editors_is_told_and_then_decides()
    {
        var (one, other) = (await BrowserAsync(), await BrowserAsync());
        await SendAsync(one, "/mappings/edit/team", Row("team", "constant", "", "first"));
        var told = await SendAsync(other, "/mappings/edit/team", [.. Row("team", "constant", "", "second"), ("Version", "1")]);

        Assert.Contains("while you were editing", told.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"second\"", told.Html, StringComparison.Ordinal);
        Assert.Equal("""{"id":"team","constant":"first"}""", await StoredAsync(Section.Mappings, "team"));
    }

    [Fact]
    public async Task Preview_shows_what_a_token_of_a_relying_party_would_carry()
    {
        await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        var browser = await BrowserAsync();
        var hidden = (await browser.GetAsync("/mappings/edit/team", Ct)).Fields("Version").Where(field => field.Key == "__RequestVerificationToken").ToList();
        async Task<string> PreviewAsync(string party) => (await browser.PostAsync("/mappings/edit/team?handler=Preview", [.. hidden, .. Row("team", "constant", "", "drafted").Append(("party", party)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))], Ct)).Text;

        Assert.Contains("\"team\": \"drafted\"", await PreviewAsync("deploy"), StringComparison.Ordinal);
        // A claim of its own takes the place of this one.
        Assert.Contains("\"team\": \"own\"", await PreviewAsync("other"), StringComparison.Ordinal);
        Assert.Contains("\"team\": \"my-group\"", (await (await BrowserAsync(Role.Auditor)).GetAsync("/mappings/edit/team?handler=Preview&party=deploy", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(Team, await StoredAsync(Section.Mappings, "team"));
    }

    private async Task<string?> ClaimAsync(string name) =>
        new JsonWebToken((await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct)).AccessToken).TryGetClaim(name, out var claim) ? claim.Value : null;

    private static (string Name, string Value)[] Row(string target, string form, string from, string text, string missing = "") =>
        [("mapping.target", target), ("mapping.form", form), ("mapping.from", from), ("mapping.text", text), ("mapping.missing", missing), ("do", "save")];
}
