using Bridge.Access;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

public sealed class SessionTests : SignInTest
{
    [Fact]
    public async Task Cookie_that_was_planted_before_the_sign_in_opens_nothing_after_it()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var browser = Browser();
        browser.SetCookie(SignedInPeople.CookieName, "chosen-by-the-attacker");
        await TypeAsync(browser, Password);
        await browser.SendAsync("/sign-in/factor", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct);

        var attacker = Browser();
        attacker.SetCookie(SignedInPeople.CookieName, "chosen-by-the-attacker");
        Assert.Equal(302, (await attacker.GetAsync("/people", Ct)).Status);
        Assert.NotEqual("chosen-by-the-attacker", browser.Cookie(SignedInPeople.CookieName));
    }

    [Fact]
    public async Task New_sign_in_ends_the_session_that_this_browser_had()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        var before = browser.Cookie(SignedInPeople.CookieName)!;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await TypeAsync(browser, Password);
        await browser.SendAsync("/sign-in/factor", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct);

        var old = Browser();
        old.SetCookie(SignedInPeople.CookieName, before);
        Assert.Equal(302, (await old.GetAsync("/people", Ct)).Status);
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Database_has_a_hash_and_no_cookie()
    {
        var cookie = await Bridge.SignInAsync(Role.Admin, ct: Ct);
        var row = Assert.Single(await Bridge.QueryAsync("SELECT * FROM sessions", Ct));
        Assert.DoesNotContain(row.Values, value => value?.ToString() == cookie);
        Assert.Equal([.. Secret.Hash(cookie)], (byte[])row["hash"]!);
    }

    [Fact]
    public async Task Session_that_somebody_ends_is_over_with_the_next_request()
    {
        var (one, other) = (await BrowserOfAsync(Role.Admin), await BrowserOfAsync(Role.Admin));
        Assert.Equal(200, (await other.GetAsync("/people", Ct)).Status);

        var fields = (await one.GetAsync("/people/sessions", Ct)).Fields("id");
        var session = (await Bridge.Engine.Database.Sessions.ListAsync(null, null, 10, Ct)).Single(session => session.Hash.SequenceEqual(Secret.Hash(other.Cookie(SignedInPeople.CookieName)!)));
        fields["id"] = session.Id.ToString();
        Assert.Equal(302, (await one.PostAsync("/people/sessions?handler=EndSession", fields, Ct)).Status);

        Assert.Equal(302, (await other.GetAsync("/people", Ct)).Status);
        Assert.Equal(200, (await one.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else_on_their_own_page()
    {
        await BrowserOfAsync(Role.Admin);
        var victim = (await Bridge.Engine.Database.Sessions.ListAsync(null, null, 10, Ct)).Single();
        var auditor = Browser();
        auditor.SetCookie(SignedInPeople.CookieName, await Bridge.SignInAsync(Role.Auditor, "901", ct: Ct));

        foreach (var path in new[] { "/profile", "/people/sessions" })
        {
            var fields = (await auditor.GetAsync(path, Ct)).Fields();
            fields["id"] = victim.Id.ToString();
            await auditor.PostAsync($"{path}?handler=EndSession", fields, Ct);
        }

        Assert.Contains(await Bridge.Engine.Database.Sessions.ListAsync(null, null, 10, Ct), session => session.Id == victim.Id);
    }

    [Fact]
    public async Task Session_ends_unused_after_an_hour_and_at_the_latest_after_twelve()
    {
        var browser = await BrowserOfAsync(Role.Auditor);
        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);
        Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(302, (await browser.GetAsync("/people", Ct)).Status);

        var busy = await BrowserOfAsync(Role.Auditor);
        for (var half = 0; half < 23; half++)
        {
            Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal(200, (await busy.GetAsync("/people", Ct)).Status);
        }

        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(302, (await busy.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Role_that_is_taken_is_gone_with_the_next_request()
    {
        await Bridge.SignInAsync(Role.Admin, "1", ct: Ct);
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Equal(200, (await browser.GetAsync("/people/invite", Ct)).Status);
        await Bridge.Engine.Database.People.SetRoleAsync(new PersonId("main", "900"), Role.Auditor, "test", Ct);
        Assert.Equal(403, (await browser.GetAsync("/people/invite", Ct)).Status);
        await Bridge.Engine.Database.People.SetRoleAsync(new PersonId("main", "900"), null, "test", Ct);
        Assert.Equal(404, (await browser.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Auditor_sees_and_changes_nothing()
    {
        await Bridge.SignInAsync(Role.Admin, "1", ct: Ct);
        var auditor = await BrowserOfAsync(Role.Auditor);
        var page = await auditor.GetAsync("/people", Ct);
        Assert.Equal(200, page.Status);
        foreach (var path in new[] { "/people/invite", "/people/person/main/1", "/people/remove/main/1" })
        {
            Assert.Equal(403, (await auditor.GetAsync(path, Ct)).Status);
            Assert.Equal(403, (await auditor.PostAsync(path, page.Fields().Append(new("role", "Admin")), Ct)).Status);
        }
    }

    [Fact]
    public async Task People_are_changed_only_by_somebody_who_proved_it_within_ten_minutes()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        Assert.Equal(200, (await browser.GetAsync("/people/invite", Ct)).Status);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("/sign-in/again?back=%2Fpeople%2Finvite", (await browser.GetAsync("/people/invite", Ct)).Location);
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);

        var again = await browser.SendAsync("/sign-in/again?back=%2Fpeople%2Finvite", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct);
        Assert.Equal("/people/invite", again.Location);
        Assert.Equal(200, (await browser.GetAsync("/people/invite", Ct)).Status);
    }

    [Fact]
    public async Task Last_administrator_stays()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        var answer = await browser.SendAsync("/people/person/main/900", [("role", "Auditor")], "role", Ct);
        Assert.Contains("last administrator", answer.Text, StringComparison.Ordinal);
        await browser.SendAsync("/people/remove/main/900", [], ct: Ct);
        Assert.Equal(200, (await browser.GetAsync("/people/invite", Ct)).Status);
    }

    [Fact]
    public async Task Cookie_of_the_pages_opens_no_API_and_an_API_token_no_page()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Equal(401, (await browser.GetAsync("/api/v1/caller", Ct)).Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(browser.Address, "/people"));
        request.Headers.Authorization = new("Bearer", await Bridge.MakeTokenAsync(Right.Admin, ct: Ct));
        Assert.Equal(302, (int)(await Bridge.Admin.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        var cookie = browser.Cookie(SignedInPeople.CookieName)!;
        await browser.PostAsync("/sign-out", (await browser.GetAsync("/people", Ct)).Fields(), Ct);
        browser.SetCookie(SignedInPeople.CookieName, cookie);
        Assert.Equal(302, (await browser.GetAsync("/people", Ct)).Status);
    }
}
