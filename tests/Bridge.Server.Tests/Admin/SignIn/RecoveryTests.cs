using Bridge.Access;
using Bridge.Storage.Model;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

/// <summary>The only administrator lost every proof; whoever runs Bridge prints a link by which they choose new ones.</summary>
public sealed class RecoveryTests : SignInTest
{
    private const string NewPassword = "staple battery horse correct";

    [Fact]
    public async Task Locked_out_administrator_comes_in_again_and_what_was_lost_opens_nothing()
    {
        var (before, finder) = (Browser(), Browser());
        var (oldApp, oldCodes) = await SetUpAsync(before, await SetupLinkAsync());
        for (var attempt = 0; attempt < 10; attempt++)
            await TypeAsync(Browser(), "wrong horse battery");
        await PasskeyAsync();
        var link = await RecoveryLinkAsync();
        Assert.Equal(200, (await before.GetAsync("/people", Ct)).Status);

        var browser = Browser();
        var page = await browser.GetAsync(link, Ct);
        Assert.Contains("This link is for the administrator grace", System.Text.RegularExpressions.Regex.Replace(page.Text, @"\s+", " ", default, TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Name\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Login\"", page.Html, StringComparison.Ordinal);
        var app = App(page);
        var done = await browser.PostAsync(link, Choose(page), Ct);

        Assert.Contains("Your recovery codes", done.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.GetAsync("/people", Ct)).Status);
        Assert.Equal(302, (await before.GetAsync("/people", Ct)).Status);
        Assert.Empty(await Bridge.QueryAsync("SELECT id FROM passkeys", Ct));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await TypeAsync(finder, Password)).Status);
        await TypeAsync(finder, NewPassword);
        foreach (var lost in new[] { oldApp.Code(Clock.GetUtcNow()), oldCodes[0] })
            Assert.Equal(200, (await finder.SendAsync("/sign-in/factor", [("code", lost)], "code", Ct)).Status);
        Assert.Equal(302, (await finder.SendAsync("/sign-in/factor", [("code", app.Code(Clock.GetUtcNow()))], "code", Ct)).Status);
        Assert.Equal(["Admin"], (await Bridge.QueryAsync("SELECT role FROM people", Ct)).Select(row => row["role"]));
    }

    [Fact]
    public async Task Change_log_says_that_the_command_line_did_it()
    {
        var browser = await LockedOutAsync();
        var link = await RecoveryLinkAsync();
        await browser.PostAsync(link, Choose(await browser.GetAsync(link, Ct)), Ct);

        var entries = await Bridge.Engine.Database.History.EntriesAsync(new(), null, 2, Ct);
        Assert.All(entries, entry => Assert.Equal("cli:test", entry.Author));
        Assert.Contains("grace, password, authenticator app and recovery codes replaced by the recovery link", entries[0].Difference, StringComparison.Ordinal);
        Assert.Contains("+ recovery link of people/local/", entries[1].Difference, StringComparison.Ordinal);
        Assert.Contains("replaced by the recovery link", (await browser.GetAsync($"/change-log/{entries[0].Revision}", Ct)).Text, StringComparison.Ordinal);
        foreach (var secret in new[] { NewPassword, link["/setup/".Length..] })
            Assert.DoesNotContain(secret, Bridge.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_that_was_used_does_nothing_the_second_time()
    {
        await LockedOutAsync();
        var link = await RecoveryLinkAsync();
        var (thief, owner) = (Browser(), Browser());
        var seen = await thief.GetAsync(link, Ct);
        await owner.PostAsync(link, Choose(await owner.GetAsync(link, Ct)), Ct);

        await VoidAsync(thief, link, seen);
        Assert.Equal(200, (await owner.GetAsync("/people", Ct)).Status);
    }

    [Fact]
    public async Task Link_that_expired_while_its_page_was_open_does_nothing()
    {
        var browser = await LockedOutAsync();
        var link = await RecoveryLinkAsync();
        var seen = await browser.GetAsync(link, Ct);
        Clock.Advance(Invitation.Life);
        await VoidAsync(browser, link, seen);
    }

    [Fact]
    public async Task Link_does_nothing_after_a_newer_one_was_printed()
    {
        var browser = await LockedOutAsync();
        var link = await RecoveryLinkAsync();
        var seen = await browser.GetAsync(link, Ct);
        await RecoveryLinkAsync();
        await VoidAsync(browser, link, seen);
    }

    [Fact]
    public async Task Link_of_one_administrator_does_not_touch_another_whatever_the_form_says()
    {
        var browser = await LockedOutAsync();
        await JoinAsync("ada");
        var before = await AccountAsync("ada");
        var link = await RecoveryLinkAsync();
        var fields = Choose(await browser.GetAsync(link, Ct));
        (fields["Login"], fields["Name"], fields["login"], fields["PersonId"]) = ("ada", "Mallory", "ada", before["id"]!.ToString()!);

        Assert.Equal(200, (await browser.PostAsync(link, fields, Ct)).Status);

        Assert.Equal(before, await AccountAsync("ada"));
        Assert.Equal("Grace", (await AccountAsync("grace"))["name"]);
        Assert.Equal(2, (await Bridge.QueryAsync("SELECT id FROM people", Ct)).Count);
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_comes_in()
    {
        await LockedOutAsync();
        var link = await RecoveryLinkAsync();
        var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var browser = Browser();
            return (Browser: browser, Fields: Choose(await browser.GetAsync(link, Ct)));
        }));

        var answers = await Task.WhenAll(seen.Select(one => one.Browser.PostAsync(link, one.Fields, Ct)));

        Assert.Single(answers, answer => answer.Status == 200 && answer.Text.Contains("Your recovery codes", StringComparison.Ordinal));
        Assert.Equal(7, answers.Count(answer => answer.Status == 302));
        Assert.Equal(10, (await Bridge.QueryAsync("SELECT hash FROM recovery_codes", Ct)).Count);
        Assert.Single(await Bridge.QueryAsync("SELECT id FROM sessions", Ct));
    }

    [Theory]
    [InlineData("Password", "short one")]
    [InlineData("Password", "grace grace grace")]
    [InlineData("Code", "000000")]
    public async Task Mistake_stands_beside_its_field_and_nothing_is_replaced(string field, string value)
    {
        var browser = await LockedOutAsync();
        var before = await AccountAsync("grace");
        var link = await RecoveryLinkAsync();
        var page = await browser.GetAsync(link, Ct);
        var fields = Choose(page);
        fields[field] = value;

        var answer = await browser.PostAsync(link, fields, Ct);

        Assert.Equal(200, answer.Status);
        Assert.Contains("field-validation-error", answer.Html, StringComparison.Ordinal);
        Assert.Equal(App(page).Code(Clock.GetUtcNow()), App(answer).Code(Clock.GetUtcNow()));
        Assert.Equal(before, await AccountAsync("grace"));
        // It is good still.
        Assert.Contains("Your recovery codes", (await browser.PostAsync(link, Choose(answer), Ct)).Text, StringComparison.Ordinal);
    }

    /// <summary>The administrator grace is there; gives a browser that nobody is signed in in.</summary>
    private async Task<PageClient> LockedOutAsync()
    {
        await SetUpAsync(Browser(), await SetupLinkAsync());
        await Bridge.QueryAsync("DELETE FROM sessions", Ct);
        Clock.Advance(TimeSpan.FromMinutes(1));
        return Browser();
    }

    /// <summary>What <c>bridge setup-link --for grace</c> prints, as a path.</summary>
    private async Task<string> RecoveryLinkAsync()
    {
        var (secret, database) = (Secret.Make(), Bridge.Engine.Database);
        var grace = (await database.LocalAccounts.FindAsync("grace", Ct))!.Person;
        Assert.True(await database.Invitations.AddAsync(new Invitation(Secret.Hash(secret), Role.Admin, First: false, "cli:test", Clock.GetUtcNow() + Invitation.Life) { Recovers = grace }, Ct));
        return $"/setup/{secret}";
    }

    private IDictionary<string, string> Choose(PageAnswer page)
    {
        var fields = page.Fields("Password");
        (fields["Password"], fields["Code"]) = (NewPassword, App(page).Code(Clock.GetUtcNow()));
        return fields;
    }

    private async Task VoidAsync(PageClient browser, string link, PageAnswer seen)
    {
        var before = await AccountAsync("grace");
        Assert.Equal("/sign-in", (await browser.PostAsync(link, Choose(seen), Ct)).Location);
        Assert.Contains("This link is void", (await browser.GetAsync("/sign-in", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await browser.GetAsync(link, Ct)).Location);
        Assert.Equal(before, await AccountAsync("grace"));
        Assert.Equal(302, (await browser.GetAsync("/people", Ct)).Status);
    }

    private async Task JoinAsync(string login)
    {
        var secret = Secret.Make();
        await Bridge.Engine.Database.Invitations.AddAsync(new Invitation(Secret.Hash(secret), Role.Admin, First: false, "test", Clock.GetUtcNow() + Invitation.Life), Ct);
        var browser = Browser();
        var page = await browser.GetAsync($"/setup/{secret}", Ct);
        var fields = Fill(page, App(page));
        fields["Login"] = login;
        Assert.Equal(200, (await browser.PostAsync($"/setup/{secret}", fields, Ct)).Status);
    }

    private async Task PasskeyAsync() => await Bridge.Engine.Database.LocalAccounts.PutPasskeyAsync(
        new PasskeyRow { Id = "lost", PersonId = (await AccountAsync("grace"))["id"]!.ToString()!, Name = "Lost laptop", Data = "{}", CreatedAt = Clock.GetUtcNow() }, Ct);

    private async Task<IReadOnlyDictionary<string, object?>> AccountAsync(string login) =>
        Assert.Single(await Bridge.QueryAsync("SELECT id, name, login, local_login, role, password_hash, totp_key, totp_step FROM people", Ct), row => (string?)row["local_login"] == login);
}
