using Bridge.Access;
using Bridge.Configuration;
using Bridge.Simulator.SignIn;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

/// <summary>A proof that became too old between the opening of a form and its sending: nothing is written, and nothing that was typed is lost.</summary>
public sealed class KeptFormTests : SignInTest
{
    private const string Path = "/issuers/other/edit";
    private const string Code = "proof.code";

    [Fact]
    public async Task What_was_typed_goes_on_with_the_code_beside_it()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        var asked = await TooLateAsync(browser, Path, Typed("<Renamed> & more"));

        Assert.Contains("Is it you?", asked.Text, StringComparison.Ordinal);
        Assert.Equal("Another GitLab", await NameAsync());

        var done = await browser.PostAsync(Path, With(asked, app.Code(Clock.GetUtcNow())), Ct);
        Assert.Equal("/issuers/other", done.Location);
        Assert.Equal("<Renamed> & more", await NameAsync());
        Assert.Equal(200, (await browser.GetAsync(Path, Ct)).Status);
    }

    [Fact]
    public async Task A_code_that_does_not_count_writes_nothing_and_keeps_the_form()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        var used = app.Code(Clock.GetUtcNow());
        var asked = await TooLateAsync(browser, Path, Typed("Renamed"));

        foreach (var code in new[] { "000000", used, "" })
        {
            asked = await browser.PostAsync(Path, With(asked, code), Ct);
            Assert.Contains("Is it you?", asked.Text, StringComparison.Ordinal);
            Assert.Equal("Renamed", asked.Fields("name")["name"]);
        }

        Assert.Equal("Another GitLab", await NameAsync());
    }

    [Fact]
    public async Task Another_site_can_neither_send_the_form_nor_get_it_repeated()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        var asked = await TooLateAsync(browser, Path, Typed("Renamed"));
        var forged = With(asked, app.Code(Clock.GetUtcNow())).Where(field => field.Key != "__RequestVerificationToken").ToList();

        Assert.Equal(400, (await browser.PostAsync(Path, forged, Ct)).Status);
        Assert.Equal(400, (await browser.PostAsync(Path, forged.Where(field => field.Key != Code), Ct)).Status);
        Assert.Equal("Another GitLab", await NameAsync());
    }

    [Fact]
    public async Task It_goes_on_too_once_it_was_proved_in_another_window()
    {
        var browser = Browser();
        var (app, _) = await SetUpAsync(browser, await SetupLinkAsync());
        var asked = await TooLateAsync(browser, Path, Typed("Renamed"));

        Assert.Equal("/profile", (await browser.SendAsync("/sign-in/again?back=%2Fprofile", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct)).Location);
        Assert.Equal("/issuers/other", (await browser.PostAsync(Path, With(asked, ""), Ct)).Location);
        Assert.Equal("Renamed", await NameAsync());
    }

    [Fact]
    public async Task Who_signed_in_with_GitLab_proves_it_there_and_goes_on_here()
    {
        await SignedInAsync(1);
        await Bridge.Engine.Database.People.SetRoleAsync(new PersonId("main", "1"), Role.Admin, "test", Ct);
        var browser = await SignedInAsync(1);
        var asked = await TooLateAsync(browser, Path, Typed("Renamed"));

        Assert.Contains("/sign-in/main/start?again=true", asked.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, asked.Html, StringComparison.Ordinal);
        GitLab.GitLab.People.Put(new SimulatedUser(1, "ada", "Ada") { SignedInAt = Clock.GetUtcNow() });
        Assert.Equal("/profile", (await browser.GetAsync(await ComeBackAsync(browser, 1, "/profile", again: true), Ct)).Location);
        Assert.Equal("/issuers/other", (await browser.PostAsync(Path, asked.Fields("name"), Ct)).Location);
        Assert.Equal("Renamed", await NameAsync());
    }

    [Fact]
    public async Task Passwords_are_not_repeated_in_an_answer()
    {
        var browser = Browser();
        await SetUpAsync(browser, await SetupLinkAsync());
        var asked = await TooLateAsync(browser, "/profile/password", [("Old", Password), ("New", "another long password")]);

        Assert.StartsWith("/sign-in/again", asked.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("another long password", asked.Html, StringComparison.Ordinal);
    }

    // Opens the form in time, and sends it when the proof no longer counts.
    private async Task<PageAnswer> TooLateAsync(PageClient browser, string path, (string Name, string Value)[] typed)
    {
        var hidden = (await browser.GetAsync(path, Ct)).Fields(typed[0].Name).Where(field => field.Key is "__RequestVerificationToken" or "Version").ToList();
        Clock.Advance(TimeSpan.FromMinutes(10));
        return await browser.PostAsync(path, hidden.Concat(typed.Select(field => KeyValuePair.Create(field.Name, field.Value))), Ct);
    }

    private (string, string)[] Typed(string name) =>
        [("name", name), ("url", $"{GitLab.Url}/other"), ("iss", "https://other.test"), ("subject_prefix", "other:"), ("keys.jwks", $"{GitLab.Address}oauth/discovery/keys"), ("do", "save")];

    private static List<KeyValuePair<string, string>> With(PageAnswer asked, string code) =>
        [.. asked.Fields("name").Where(field => field.Key != Code), KeyValuePair.Create(Code, code)];

    private async Task<string> NameAsync() => ((Node.Scalar)(await Bridge.Engine.Database.Things.FindAsync(Section.Issuers, "other", Ct))!.Value.Find("name")!.Value).Text;
}
