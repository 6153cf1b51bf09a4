using Bridge.Access;
using Bridge.Keys;
using Bridge.Server.Tests.Admin.SignIn;
using Xunit;

namespace Bridge.Server.Tests.Pages.Keys;

/// <summary>The signing keys on their pages: what is told of each, and what rotating and revoking does.</summary>
public sealed class KeyPageTests : SignInTest
{
    [Fact]
    public async Task Each_key_is_told_with_its_state_and_what_happens_next_and_never_its_private_half()
    {
        var browser = await BrowserOfAsync(Role.Auditor);
        var page = await browser.GetAsync("/keys", Ct);
        foreach (var key in await KeysAsync())
        {
            Assert.Contains(key.KeyId, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String([.. key.WrappedPrivateKey])[..16], page.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("\"d\"", page.Text, StringComparison.Ordinal);
        Assert.Contains(Bridge.Settings.Issuer.JwksUri, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rotate now", page.Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/keys/rotate?algorithm=RS256", "/keys/revoke/RS256/1" })
            Assert.Equal(403, (await browser.GetAsync(path, Ct)).Status);
    }

    [Fact]
    public async Task Rotating_announces_the_next_key_once()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Contains("stands in the key set at once", (await browser.GetAsync("/keys/rotate?algorithm=RS256", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/keys", (await browser.SendAsync("/keys/rotate?algorithm=RS256", [], "algorithm", Ct)).Location);
        Assert.Equal([KeyState.Active, KeyState.Announced], States(await KeysAsync(), "RS256"));
        Assert.Equal([KeyState.Active], States(await KeysAsync(), "ES256"));
        Assert.DoesNotContain("algorithm=RS256", (await browser.GetAsync("/keys", Ct)).Html, StringComparison.Ordinal);

        await browser.SendAsync("/keys/rotate?algorithm=RS256", [], "algorithm", Ct);
        Assert.Contains("was announced already", (await browser.GetAsync("/keys", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(2, (await KeysAsync()).Count(key => key.Algorithm == "RS256"));
        Assert.Equal(404, (await browser.GetAsync("/keys/rotate?algorithm=none", Ct)).Status);
    }

    [Fact]
    public async Task Revoking_takes_the_beginning_of_the_kid_and_another_key_signs_at_once()
    {
        var kid = (await KeysAsync()).Single(key => key.Algorithm == "ES256").KeyId;
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Contains("Nobody knows it yet", (await browser.GetAsync("/keys/revoke/ES256/1", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("not the beginning", (await browser.SendAsync("/keys/revoke/ES256/1", [("typed", "something")], "typed", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal([KeyState.Active], States(await KeysAsync(), "ES256"));

        Assert.Equal("/keys", (await browser.SendAsync("/keys/revoke/ES256/1", [("typed", kid[..8])], "typed", Ct)).Location);
        Assert.Equal([KeyState.Revoked, KeyState.Active], States(await KeysAsync(), "ES256"));
        Assert.DoesNotContain(kid, await Bridge.Public.GetStringAsync(Bridge.Settings.Issuer.JwksRoute, Ct), StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync("/keys/revoke/ES256/1", Ct)).Status);
    }

    [Theory]
    [InlineData("/keys/rotate?algorithm=RS256")]
    [InlineData("/keys/revoke/RS256/1")]
    [InlineData("/access/new")]
    public async Task Whoever_proved_it_long_ago_is_asked_again(string path)
    {
        var browser = await BrowserOfAsync(Role.Admin, Clock.GetUtcNow() - TimeSpan.FromMinutes(10));
        Assert.StartsWith("/sign-in/again?back=", (await browser.GetAsync(path, Ct)).Location, StringComparison.Ordinal);
        var posted = await browser.PostAsync(path, [.. (await browser.GetAsync("/keys", Ct)).Fields(), new("algorithm", "RS256"), new("Name", "sly")], Ct);
        Assert.Contains("Is it you?", posted.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await KeysAsync()).Count);
        Assert.Empty(await Bridge.Engine.Database.ApiTokens.ListAsync(null, 1, Ct));
    }

    private async Task<IReadOnlyList<StoredKey>> KeysAsync() => (await Bridge.Engine.Database.Configuration.ReadAsync(Ct)).Keys;

    private IEnumerable<KeyState> States(IEnumerable<StoredKey> keys, string algorithm) =>
        keys.Where(key => key.Algorithm == algorithm).OrderBy(key => key.Generation).Select(key => key.State(Clock.GetUtcNow()));
}
