using Bridge.Access;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Keys;

/// <summary>The keys of cookies and forms are in the database, wrapped by the key-encryption key: all nodes have them, and a rewrap keeps them.</summary>
public sealed class ProtectionKeyTests : KeyTest
{
    private static readonly string[] Cookies = [SignedInPeople.CookieName, "bridge-antiforgery", "bridge-flash"];

    [Fact]
    public async Task Session_form_and_message_of_one_node_are_good_at_the_other()
    {
        await using var second = await NodeAsync();
        using var one = await SignedInAsync(Bridge);
        var form = (await one.GetAsync("/people/invite", Ct)).Fields("role");

        using var other = Moved(one, second);
        Assert.Equal("/people", (await other.PostAsync("/people/invite", form, Ct)).Location);

        using var back = Moved(other, Bridge);
        Assert.Contains("/setup/", (await back.GetAsync("/people", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_was_open_during_a_rewrap_is_taken_by_nodes_that_run_and_by_those_that_start()
    {
        using var before = await SignedInAsync(Bridge);
        var form = (await before.GetAsync("/people/invite", Ct)).Fields("role");
        var wrapped = await WrappedAsync();
        Assert.NotEmpty(wrapped);

        await DoneAsync("keys", "rewrap");

        var after = await WrappedAsync();
        Assert.Equal(wrapped.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(wrapped, key => Assert.NotEqual(key.Value, after[key.Key]));
        Assert.Equal("/people", (await before.PostAsync("/people/invite", form, Ct)).Location);
        await using var started = await NodeAsync();
        using var there = Moved(before, started);
        Assert.Equal("/people", (await there.PostAsync("/people/invite", form, Ct)).Location);
        Assert.Equal(wrapped.Count, (await WrappedAsync()).Count);
    }

    [Fact]
    public async Task Database_without_the_key_file_holds_no_key_of_cookies_in_the_clear()
    {
        using var browser = await SignedInAsync(Bridge);
        await browser.GetAsync("/people/invite", Ct);
        foreach (var row in await Bridge.QueryAsync("SELECT * FROM protection_keys", Ct))
            Assert.DoesNotContain("masterKey", System.Text.Encoding.UTF8.GetString((byte[])row["wrapped"]!), StringComparison.Ordinal);
    }

    private static async Task<PageClient> SignedInAsync(BridgeServer bridge)
    {
        var browser = new PageClient(bridge);
        browser.SetCookie(SignedInPeople.CookieName, await bridge.SignInAsync(Role.Admin, ct: Ct));
        return browser;
    }

    // The same browser, sent to another node by whatever stands before both.
    private static PageClient Moved(PageClient browser, BridgeServer node)
    {
        var moved = new PageClient(node);
        foreach (var name in Cookies)
        {
            if (browser.Cookie(name) is { } value)
                moved.SetCookie(name, value);
        }

        return moved;
    }

    private async Task<Dictionary<string, string>> WrappedAsync() =>
        (await Bridge.QueryAsync("SELECT * FROM protection_keys", Ct)).ToDictionary(row => (string)row["name"]!, row => Convert.ToHexString((byte[])row["wrapped"]!), StringComparer.Ordinal);
}
