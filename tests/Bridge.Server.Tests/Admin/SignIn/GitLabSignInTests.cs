using System.Web;
using Bridge.Access;
using Bridge.Simulator.Control;
using Bridge.Simulator.SignIn;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

public sealed class GitLabSignInTests : SignInTest
{
    [Fact]
    public async Task Who_signs_in_with_GitLab_is_known_by_its_id_and_has_no_role()
    {
        var browser = Browser();
        Assert.Equal("/", (await browser.GetAsync(await ComeBackAsync(browser, 1), Ct)).Location);

        var row = Assert.Single(await Bridge.QueryAsync("SELECT issuer, id, login, role FROM people", Ct));
        Assert.Equal(("main", "1", "ada", null), (row["issuer"], row["id"], row["login"], row["role"]));
        Assert.Equal(404, (await browser.GetAsync("/people", Ct)).Status);
        GitLab.GitLab.People.Put(new SimulatedUser(1, "lovelace", "Ada Lovelace"));
        await Again(1);
        Assert.Equal("lovelace", Assert.Single(await Bridge.QueryAsync("SELECT login FROM people", Ct))["login"]);
    }

    [Fact]
    public async Task Request_to_GitLab_is_bound_by_state_and_S256()
    {
        var start = (await Browser().GetAsync("/sign-in/main/start", Ct)).Location!;
        var query = HttpUtility.ParseQueryString(new Uri(start).Query);
        Assert.StartsWith(GitLab.Url + "/oauth/authorize?", start, StringComparison.Ordinal);
        Assert.Equal(("code", "S256", 43, 43), (query["response_type"], query["code_challenge_method"], query["code_challenge"]!.Length, query["state"]!.Length));
        Assert.Equal(new Uri(Browser().Address, "/sign-in/main/callback").ToString(), query["redirect_uri"]);
        Assert.DoesNotContain(SimulatedPeople.ClientSecret, start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_another_browser_asked_for_signs_nobody_in()
    {
        var attacker = Browser();
        var callback = await ComeBackAsync(attacker, 1);
        var victim = Browser();
        await RefusedAsync(victim, callback);
        // Also where the victim has begun a sign-in of their own.
        await victim.GetAsync("/sign-in/main/start", Ct);
        await RefusedAsync(victim, callback);
    }

    [Fact]
    public async Task Answer_counts_once()
    {
        var browser = Browser();
        var callback = await ComeBackAsync(browser, 1);
        Assert.Equal("/", (await browser.GetAsync(callback, Ct)).Location);
        Assert.Equal("/sign-in", (await browser.GetAsync(callback, Ct)).Location);
    }

    [Fact]
    public async Task Answer_of_one_issuer_is_none_of_another()
    {
        var browser = Browser();
        var callback = await ComeBackAsync(browser, 1);
        await RefusedAsync(browser, callback.Replace("/main/", "/other/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    public async Task Answer_that_was_changed_signs_nobody_in(string parameter)
    {
        var browser = Browser();
        var callback = new UriBuilder(new Uri(browser.Address, await ComeBackAsync(browser, 1)));
        var query = HttpUtility.ParseQueryString(callback.Query);
        query[parameter] = new string('x', 43);
        callback.Query = query.ToString();
        await RefusedAsync(browser, callback.Uri.PathAndQuery);
    }

    [Fact]
    public async Task Code_with_the_verifier_of_another_sign_in_is_refused()
    {
        // Two sign-ins begun in one browser: the second takes the cookie of the first along, with its own verifier.
        var browser = Browser();
        var first = new Uri(browser.Address, await ComeBackAsync(browser, 1));
        var second = HttpUtility.ParseQueryString(new Uri((await browser.GetAsync("/sign-in/main/start", Ct)).Location!).Query);
        var code = HttpUtility.ParseQueryString(first.Query)["code"];
        await RefusedAsync(browser, $"/sign-in/main/callback?code={code}&state={second["state"]}");
    }

    [Fact]
    public async Task Whoever_GitLab_does_not_let_in_is_told_so()
    {
        var browser = Browser();
        await RefusedAsync(browser, await ComeBackAsync(browser, null));
        GitLab.GitLab.People.Put(new SimulatedUser(1, "ada", "Ada") { State = "blocked" });
        await RefusedAsync(browser, await ComeBackAsync(browser, 1));
    }

    [Theory]
    [InlineData(OutageMode.Refuse)]
    [InlineData(OutageMode.Garbage)]
    public async Task While_GitLab_is_down_nobody_signs_in_with_it(OutageMode mode)
    {
        var browser = Browser();
        var callback = await ComeBackAsync(browser, 1);
        GitLab.Outage = new Outage(mode);
        Assert.Equal("/sign-in", (await browser.GetAsync(callback, Ct)).Location);
        Assert.Contains("out of reach", (await browser.GetAsync("/sign-in", Ct)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    public async Task Sign_in_with_GitLab_leads_nowhere_else(string back)
    {
        var browser = Browser();
        Assert.Equal("/", (await browser.GetAsync(await ComeBackAsync(browser, 1, back), Ct)).Location);
    }

    [Fact]
    public async Task Issuer_that_nobody_signs_in_with_has_no_such_address()
    {
        Assert.Equal(404, (await Browser().GetAsync("/sign-in/nowhere/start", Ct)).Status);
        Assert.Equal("/sign-in", (await Browser().GetAsync("/sign-in/nowhere/callback?code=x&state=y", Ct)).Location);
    }

    [Fact]
    public async Task Access_token_is_kept_only_for_whoever_has_no_role_and_encrypted()
    {
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, 1), Ct);
        var token = Assert.Single(await Bridge.QueryAsync("SELECT git_lab_token FROM sessions", Ct))["git_lab_token"]!.ToString()!;
        Assert.DoesNotMatch("[0-9a-f]{64}", token);

        await Bridge.Engine.Database.People.SetRoleAsync(new PersonId("main", "1"), Role.Auditor, "test", Ct);
        await browser.GetAsync(await ComeBackAsync(browser, 1), Ct);
        Assert.Null(Assert.Single(await Bridge.QueryAsync("SELECT git_lab_token FROM sessions", Ct))["git_lab_token"]);
    }

    [Fact]
    public async Task Session_that_GitLab_began_long_ago_is_no_fresh_proof()
    {
        await Again(1);
        await Bridge.Engine.Database.People.SetRoleAsync(new PersonId("main", "1"), Role.Admin, "test", Ct);
        GitLab.GitLab.People.Put(new SimulatedUser(1, "ada", "Ada") { SignedInAt = Clock.GetUtcNow() - TimeSpan.FromHours(3) });
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, 1), Ct);

        Assert.StartsWith("/sign-in/again", (await browser.GetAsync("/people/invite", Ct)).Location, StringComparison.Ordinal);
        var again = (await browser.GetAsync("/sign-in/again?back=/people/invite", Ct)).Html;
        Assert.Contains("/sign-in/main/start?again=true", again, StringComparison.Ordinal);

        Assert.Equal("/people/invite", (await browser.GetAsync(await ComeBackAsync(browser, 1, "/people/invite", again: true), Ct)).Location);
        Assert.Equal(200, (await browser.GetAsync("/people/invite", Ct)).Status);
    }

    private async Task Again(long user)
    {
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, user), Ct);
    }

    private static async Task RefusedAsync(PageClient browser, string callback)
    {
        Assert.Equal("/sign-in", (await browser.GetAsync(callback, Ct)).Location);
        Assert.Null(browser.Cookie(SignedInPeople.CookieName));
    }
}
