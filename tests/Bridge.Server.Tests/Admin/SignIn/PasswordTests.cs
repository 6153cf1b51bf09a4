using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

public sealed class PasswordTests : SignInTest
{
    [Fact]
    public async Task Password_alone_opens_nothing_and_with_the_second_factor_everything()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var browser = Browser();

        var half = await TypeAsync(browser, Password, back: "/people");
        Assert.Equal("/sign-in/factor?back=%2Fpeople", half.Location);
        Assert.Equal(302, (await browser.GetAsync("/people", Ct)).Status);

        var whole = await browser.SendAsync(half.Location!, [("code", app.Code(Clock.GetUtcNow()))], "code", Ct);
        Assert.Equal("/people", whole.Location);
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task One_time_password_counts_once()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        // The one of the set-up itself.
        Assert.Equal(200, (await FactorAsync(app.Code(Clock.GetUtcNow()))).Status);

        Clock.Advance(TimeSpan.FromMinutes(1));
        var code = app.Code(Clock.GetUtcNow());
        Assert.Equal(302, (await FactorAsync(code)).Status);
        Assert.Equal(200, (await FactorAsync(code)).Status);
        // Nor one from before it.
        Assert.Equal(200, (await FactorAsync(app.Code(Clock.GetUtcNow() - TimeSpan.FromSeconds(30)))).Status);
    }

    [Fact]
    public async Task Of_many_who_type_one_code_at_once_one_comes_in()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var code = app.Code(Clock.GetUtcNow());
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FactorAsync(code)));
        Assert.Single(answers, answer => answer.Status == 302);
    }

    [Fact]
    public async Task Recovery_code_stands_in_once()
    {
        var (_, codes) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Assert.Equal(302, (await FactorAsync(codes[3].ToUpperInvariant())).Status);
        Assert.Equal(200, (await FactorAsync(codes[3])).Status);
    }

    [Fact]
    public async Task Second_step_waits_five_minutes_and_no_longer()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        var browser = Browser();
        await TypeAsync(browser, Password);
        var page = await browser.GetAsync("/sign-in/factor", Ct);
        Clock.Advance(TimeSpan.FromMinutes(5));

        var fields = page.Fields("code");
        fields["code"] = app.Code(Clock.GetUtcNow());
        Assert.Equal("/sign-in", (await browser.PostAsync("/sign-in/factor", fields, Ct)).Location);
        Assert.Equal(302, (await browser.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_account_also_for_the_right_one_and_then_no_longer()
    {
        await SetUpAsync(Browser(), await SetupLinkAsync());
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.Equal(200, (await TypeAsync(Browser(), "wrong horse battery")).Status);

        Assert.Equal(200, (await TypeAsync(Browser(), Password)).Status);
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(302, (await TypeAsync(Browser(), Password)).Status);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_too()
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var browser = Browser();
        await TypeAsync(browser, Password);
        for (var attempt = 0; attempt < 10; attempt++)
            await browser.SendAsync("/sign-in/factor", [("code", "123456")], "code", Ct);

        Assert.Equal(200, (await browser.SendAsync("/sign-in/factor", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct)).Status);
    }

    [Fact]
    public async Task Unknown_login_and_wrong_password_look_alike()
    {
        await SetUpAsync(Browser(), await SetupLinkAsync());
        var wrong = await TypeAsync(Browser(), "wrong horse battery");
        var unknown = await TypeAsync(Browser(), "wrong horse battery", "nobody");
        Assert.Equal(Message(wrong), Message(unknown));
        Assert.Contains("do not belong together", Message(wrong), StringComparison.Ordinal);

        static string Message(Testing.Pages.PageAnswer page) => page.Text[page.Text.IndexOf("This login", StringComparison.Ordinal)..].Split('.')[0];
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Sign_in_leads_nowhere_else(string back)
    {
        var (app, _) = await SetUpAsync(Browser(), await SetupLinkAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var browser = Browser();
        await TypeAsync(browser, Password, back: back);
        var done = await browser.SendAsync($"/sign-in/factor?back={Uri.EscapeDataString(back)}", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct);
        Assert.Equal("/", done.Location);
    }

    [Fact]
    public async Task Form_without_its_token_signs_nobody_in()
    {
        await SetUpAsync(Browser(), await SetupLinkAsync());
        var answer = await Browser().PostAsync("/sign-in", [new("Login", "grace"), new("Password", Password)], Ct);
        Assert.Equal(400, answer.Status);
        // Nor with the token of another browser.
        var stranger = await Browser().GetAsync("/sign-in", Ct);
        var fields = stranger.Fields("Password");
        (fields["Login"], fields["Password"]) = ("grace", Password);
        Assert.Equal(400, (await Browser().PostAsync("/sign-in", fields, Ct)).Status);
    }

    [Fact]
    public async Task Nothing_that_proves_anything_is_in_the_log()
    {
        var link = await SetupLinkAsync();
        var (app, codes) = await SetUpAsync(Browser(), link);
        await TypeAsync(Browser(), "wrong horse battery");
        await FactorAsync(codes[0]);
        foreach (var secret in new[] { Password, "wrong horse battery", codes[0], link, app.Code(Clock.GetUtcNow()) })
            Assert.DoesNotContain(secret, Bridge.Log.Text, StringComparison.Ordinal);
    }

    private async Task<Testing.Pages.PageAnswer> FactorAsync(string code)
    {
        var browser = Browser();
        await TypeAsync(browser, Password);
        return await browser.SendAsync("/sign-in/factor", [("code", code)], "code", Ct);
    }
}

public sealed class GuessLimitTests : SignInTest
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["Limits:FailuresPerMinute"] = "5" };

    [Fact]
    public async Task Address_that_tries_too_often_is_told_to_wait_whatever_login_it_tries()
    {
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal(200, (await TypeAsync(Browser(), "wrong horse battery", $"login{attempt}")).Status);
        Assert.Equal(429, (await TypeAsync(Browser(), "wrong horse battery", "login6")).Status);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await TypeAsync(Browser(), "wrong horse battery", "login7")).Status);
    }
}

public sealed class NoLocalSignInTests : SignInTest
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["Pages:LocalSignIn"] = "false" };

    [Fact]
    public async Task Where_local_sign_in_is_off_there_is_no_form_for_it()
    {
        var browser = Browser();
        var page = await browser.GetAsync("/sign-in", Ct);
        Assert.Contains("Sign in with GitLab", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Password\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_that_was_printed_before_it_was_switched_off_makes_nobody() =>
        Assert.Equal("/sign-in", (await Browser().GetAsync(await SetupLinkAsync(), Ct)).Location);
}
