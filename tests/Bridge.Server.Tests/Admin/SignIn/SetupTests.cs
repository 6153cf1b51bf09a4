using Bridge.Access;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

public sealed class SetupTests : SignInTest
{
    [Fact]
    public async Task Link_makes_the_first_administrator_who_is_signed_in()
    {
        var browser = Browser();
        var (_, codes) = await SetUpAsync(browser, await SetupLinkAsync());

        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);
        var row = Assert.Single(await Bridge.QueryAsync("SELECT login, role, password_hash, totp_key FROM people", Ct));
        Assert.Equal(("grace", "Admin"), (row["login"], row["role"]));
        Assert.DoesNotContain(Password, row["password_hash"]!.ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_works_once()
    {
        var link = await SetupLinkAsync();
        var page = await Browser().GetAsync(link, Ct);
        await SetUpAsync(Browser(), link);

        foreach (var late in new[] { await Browser().GetAsync(link, Ct), await Browser().PostAsync(link, Fill(page, App(page)), Ct) })
            Assert.NotEqual(200, late.Status);
        Assert.Single(await Bridge.QueryAsync("SELECT id FROM people", Ct));
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_comes_in()
    {
        var link = await SetupLinkAsync();
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async index =>
        {
            var browser = Browser();
            var page = await browser.GetAsync(link, Ct);
            var fields = Fill(page, App(page));
            fields["Login"] = $"grace{index}";
            return (browser, fields);
        }));

        var answers = await Task.WhenAll(pages.Select(one => one.browser.PostAsync(link, one.fields, Ct)));

        Assert.Single(answers, answer => answer.Status == 200 && answer.Text.Contains("recovery codes", StringComparison.Ordinal));
        Assert.Single(await Bridge.QueryAsync("SELECT id FROM people", Ct));
    }

    [Fact]
    public async Task Link_is_void_after_an_hour()
    {
        var link = await SetupLinkAsync();
        Clock.Advance(Invitation.Life);
        Assert.Equal(302, (await Browser().GetAsync(link, Ct)).Status);
    }

    [Fact]
    public async Task Link_is_void_once_there_is_an_administrator()
    {
        var link = await SetupLinkAsync();
        await Bridge.SignInAsync(Role.Admin, ct: Ct);

        Assert.Equal(302, (await Browser().GetAsync(link, Ct)).Status);
        Assert.False(await Bridge.Engine.Database.Invitations.AddAsync(new Invitation(Secret.Hash("x"), Role.Admin, First: true, "cli:test", Clock.GetUtcNow() + Invitation.Life), Ct));
    }

    [Fact]
    public async Task New_link_makes_the_one_before_void()
    {
        var link = await SetupLinkAsync();
        await SetupLinkAsync();
        Assert.Equal(302, (await Browser().GetAsync(link, Ct)).Status);
    }

    [Theory]
    [InlineData("Password", "short one")]
    [InlineData("Password", "aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Code", "000000")]
    [InlineData("Login", "spaces in it")]
    [InlineData("Name", " ")]
    public async Task Mistake_stands_beside_its_field_and_what_was_typed_stays(string field, string value)
    {
        var (browser, link) = (Browser(), await SetupLinkAsync());
        var page = await browser.GetAsync(link, Ct);
        var fields = Fill(page, App(page));
        fields[field] = value;

        var answer = await browser.PostAsync(link, fields, Ct);

        Assert.Equal(200, answer.Status);
        Assert.Contains("field-validation-error", answer.Html, StringComparison.Ordinal);
        Assert.Equal("grace", field == "Login" ? "grace" : answer.Fields("Login")["Login"]);
        Assert.DoesNotContain(Password, answer.Html, StringComparison.Ordinal);
        Assert.Equal(App(page).Code(Clock.GetUtcNow()), App(answer).Code(Clock.GetUtcNow()));
        Assert.Empty(await Bridge.QueryAsync("SELECT id FROM people", Ct));
    }
}
