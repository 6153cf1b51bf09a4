using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Keys;

public sealed class SqliteKeyTests : KeyContract;

public sealed class PostgreSqlKeyTests : KeyContract
{
    private PostgreSqlDatabase database = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
    }

    protected override async Task<BridgeServerOptions> OptionsAsync()
    {
        database = await PostgreSqlDatabase.CreateAsync();
        return new BridgeServerOptions { PostgreSql = database.ConnectionString };
    }
}

/// <summary>Signing keys live in the database, so that every node, now and after a restart, has the same.</summary>
public abstract class KeyContract : KeyTest
{
    [Fact]
    public async Task A_restart_finds_the_same_keys()
    {
        var (published, signing) = (await PublishedKeysAsync(Bridge), await SigningKeyAsync(Bridge));
        await Bridge.StopAsync();

        await using var restarted = await NodeAsync();

        Assert.Equal(published, await PublishedKeysAsync(restarted));
        Assert.Equal(signing, await SigningKeyAsync(restarted));
    }

    [Fact]
    public async Task A_second_server_on_the_same_database_signs_with_the_same_keys()
    {
        await using var second = await NodeAsync();

        Assert.Equal(await PublishedKeysAsync(Bridge), await PublishedKeysAsync(second));
        Assert.Equal(await SigningKeyAsync(Bridge), await SigningKeyAsync(second));
    }

    [Fact]
    public async Task A_key_is_announced_then_active_then_retired_then_gone_on_every_server()
    {
        await using var second = await NodeAsync();
        var old = await SigningKeyAsync(Bridge);

        await DoneAsync("keys", "rotate", "--algorithm", "RS256");
        Pass(TimeSpan.Zero);
        var next = Assert.Single(await PublishedKeysAsync(second), key => key != old);
        Assert.Equal([next, old], await PublishedKeysAsync(Bridge));
        Assert.Equal((old, old), (await SigningKeyAsync(Bridge), await SigningKeyAsync(second)));

        Pass(Bridge.Settings.Keys.Announce);
        Assert.Equal((next, next), (await SigningKeyAsync(Bridge), await SigningKeyAsync(second)));
        Assert.Equal([next, old], await PublishedKeysAsync(second));

        Pass(Bridge.Settings.Keys.Retire);
        Assert.Equal([next], await PublishedKeysAsync(Bridge));
        Assert.Equal([next], await PublishedKeysAsync(second));
        Assert.Equal(next, await SigningKeyAsync(second));
    }

    [Fact]
    public async Task A_rotation_while_one_is_announced_announces_no_other()
    {
        await DoneAsync("keys", "rotate");
        await DoneAsync("keys", "rotate");
        Pass(TimeSpan.Zero);

        Assert.Equal(2, (await PublishedKeysAsync(Bridge)).Count);
        Assert.Equal(2, (await PublishedKeysAsync(Bridge, "ES256")).Count);
    }

    [Fact]
    public async Task A_revoked_key_signs_nothing_from_then_on_and_leaves_the_published_set_of_another_running_server()
    {
        await using var second = await NodeAsync();
        var old = await SigningKeyAsync(second);

        await DoneAsync("keys", "revoke", old);

        Assert.NotEqual(old, await SigningKeyAsync(second));
        Assert.NotEqual(old, await SigningKeyAsync(Bridge));
        Pass(TimeSpan.Zero);
        Assert.DoesNotContain(old, await PublishedKeysAsync(second));
        Assert.DoesNotContain(old, await PublishedKeysAsync(Bridge));
        Assert.Equal(await SigningKeyAsync(Bridge), await SigningKeyAsync(second));
    }

    [Fact]
    public async Task A_key_that_is_revoked_already_or_unknown_cannot_be_revoked()
    {
        var old = await SigningKeyAsync(Bridge);
        await DoneAsync("keys", "revoke", old);

        Assert.Equal(3, (await CommandAsync("keys", "revoke", old)).Code);
        Assert.Equal(3, (await CommandAsync("keys", "revoke", "nobody")).Code);
    }
}
