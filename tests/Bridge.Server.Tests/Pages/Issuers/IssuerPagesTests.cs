using Bridge.Access;
using Bridge.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Pages.Issuers;

public sealed class IssuerPagesTests : PageTest
{
    protected override string Yaml => Issuers + $$"""
          - id: old
            iss: [{ iss: 'https://old.test', kinds: [id_token, v2] }, plain.test]
            url: https://old.test
            subject_prefix: 'old:'
            keys: { jwks: {{GitLab.Address}}oauth/discovery/keys, outlive: 2d }
            legacy: { v2: { until: '{{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}}' } }
            mandatory: { namespace_id: ['72'], ref: { not: { glob: 'tmp/**' }, present: true } }

        """;

    [Fact]
    public async Task Issuer_is_added_by_its_url()
    {
        var answer = await SendAsync(await BrowserAsync(), "/issuers/-/new", ("Id", "second"), ("name", "Second"), ("url", "https://second.test"), ("subject_prefix", "second:"));

        Assert.Equal("/issuers/second", answer.Location);
        Assert.Equal("""{"id":"second","name":"Second","url":"https://second.test","subject_prefix":"second:"}""", await StoredAsync(Section.Issuers, "second"));
    }

    [Fact]
    public async Task Mistake_stands_beside_its_field_and_what_was_typed_is_kept()
    {
        var answer = await SendAsync(await BrowserAsync(), "/issuers/-/new", ("Id", "second"), ("url", "not a url"), ("name", "Second"), ("maximum_age", "soon"));

        Assert.Equal(200, answer.Status);
        Assert.Contains("must be the address of GitLab", answer.Text, StringComparison.Ordinal);
        Assert.Contains("must be a duration", answer.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"not a url\"", answer.Html, StringComparison.Ordinal);
        Assert.Null(await StoredAsync(Section.Issuers, "second"));
    }

    [Fact]
    public async Task Saving_without_a_change_keeps_every_character()
    {
        var browser = await BrowserAsync();
        var before = await StoredAsync(Section.Issuers, "old");
        var legacy = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var answer = await SendAsync(browser, "/issuers/old/edit", [
            ("url", "https://old.test"), ("subject_prefix", "old:"), ("keys.jwks", $"{GitLab.Address}oauth/discovery/keys"), ("keys.outlive", "2d"),
            ("iss", "https://old.test id_token v2\r\nplain.test"), ("legacy.v2.until", legacy),
            .. Row("mandatory", "namespace_id", "is", "72"), .. Row("mandatory", "ref", "not_glob", "tmp/**"), .. Row("mandatory", "ref", "present", "")]);

        Assert.Equal("/issuers/old", answer.Location);
        Assert.Equal(before, await StoredAsync(Section.Issuers, "old"));
    }

    [Fact]
    public async Task Second_of_two_editors_is_told_and_then_decides()
    {
        var (one, other) = (await BrowserAsync(), await BrowserAsync());
        await other.GetAsync("/issuers/main/edit", Ct);
        await SendAsync(one, "/issuers/main/edit", ("name", "First"), ("url", GitLab.Url), ("keys.jwks", $"{GitLab.Address}oauth/discovery/keys"));
        var told = await SendAsync(other, "/issuers/main/edit", ("Version", "1"), ("name", "Second"), ("url", GitLab.Url), ("keys.jwks", $"{GitLab.Address}oauth/discovery/keys"));

        Assert.Contains("while you were editing", told.Text, StringComparison.Ordinal);
        Assert.Contains("First", told.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Second\"", told.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"Version\" value=\"2\"", told.Html, StringComparison.Ordinal);
        Assert.Contains("First", await StoredAsync(Section.Issuers, "main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_GitLab_needs_a_condition_which_the_form_says_beside_the_conditions()
    {
        var browser = await BrowserAsync();
        var refused = await SendAsync(browser, "/issuers/-/new", ("Id", "com"), ("url", "https://gitlab.com"), ("subject_prefix", "com:"), ("shared", "true"));
        Assert.Contains("strangers share this issuer", refused.Text, StringComparison.Ordinal);

        var added = await SendAsync(browser, "/issuers/-/new", [("Id", "com"), ("url", "https://gitlab.com"), ("subject_prefix", "com:"), ("shared", "true"), .. Row("mandatory", "top_level_group", "is", "my-group\nour-group")]);
        Assert.Equal("/issuers/com", added.Location);
        Assert.Contains("""
            "mandatory":{"top_level_group":["my-group","our-group"]}
            """.Trim(), await StoredAsync(Section.Issuers, "com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabling_holds_at_once_and_can_be_undone()
    {
        var browser = await BrowserAsync();
        Assert.Equal("/issuers/main", (await SendAsync(browser, "/issuers/main/switch")).Location);
        Assert.DoesNotContain((await Bridge.Engine.Configurations.CurrentAsync(Ct)).Issuers, issuer => issuer is { Id: "main", Enabled: true });
        await SendAsync(browser, "/issuers/main/switch");
        Assert.Contains((await Bridge.Engine.Configurations.CurrentAsync(Ct)).Issuers, issuer => issuer is { Id: "main", Enabled: true });
    }

    [Fact]
    public async Task Deleting_wants_the_id_typed()
    {
        var browser = await BrowserAsync();
        Assert.Contains("type old", (await SendAsync(browser, "/issuers/old/delete", ("typed", "main"))).Text, StringComparison.Ordinal);
        Assert.NotNull(await StoredAsync(Section.Issuers, "old"));
        Assert.Equal("/issuers", (await SendAsync(browser, "/issuers/old/delete", ("typed", "old"))).Location);
        Assert.Null(await StoredAsync(Section.Issuers, "old"));
    }

    [Fact]
    public async Task Auditor_reads_and_is_offered_nothing()
    {
        var auditor = await BrowserAsync(Role.Auditor);
        foreach (var path in new[] { "/issuers", "/issuers/main" })
        {
            var page = await auditor.GetAsync(path, Ct);
            Assert.Equal(200, page.Status);
            Assert.DoesNotContain("/edit", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("/new", page.Html, StringComparison.Ordinal);
        }

        foreach (var path in new[] { "/issuers/-/new", "/issuers/main/edit", "/issuers/main/switch", "/issuers/main/delete" })
            Assert.Equal(403, (await auditor.GetAsync(path, Ct)).Status);
    }
}
