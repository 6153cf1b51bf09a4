using Bridge.Keys;
using Bridge.Server.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Keys;

/// <summary>The key-encryption key: without the right one nothing is served, and nothing makes another in its place.</summary>
public sealed class KeyFileTests : KeyTest
{
    private string KeyFile => Bridge.Settings.Keys.EncryptionKeyFile;

    [Fact]
    public async Task After_a_rewrap_a_restart_finds_the_same_keys()
    {
        var (published, signing, before) = (await PublishedKeysAsync(Bridge), await SigningKeyAsync(Bridge), await File.ReadAllTextAsync(KeyFile, Ct));
        await DoneAsync("keys", "rewrap");
        await Bridge.StopAsync();

        await using var restarted = await NodeAsync();

        Assert.NotEqual(before, await File.ReadAllTextAsync(KeyFile, Ct));
        Assert.Equal(published, await PublishedKeysAsync(restarted));
        Assert.Equal(signing, await SigningKeyAsync(restarted));
    }

    [Fact]
    public async Task After_a_rewrap_the_old_file_opens_nothing()
    {
        var before = await File.ReadAllTextAsync(KeyFile, Ct);
        Disclosure.Keep(before.Trim());
        await DoneAsync("keys", "rewrap");
        await File.WriteAllTextAsync(KeyFile, before, Ct);
        await Bridge.StopAsync();

        var refused = await Assert.ThrowsAsync<CannotRunException>(NodeAsync);

        Disclosure.Saw(refused.Message);
        Assert.Contains("which is not in the file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_runs_while_keys_are_rewrapped_and_then_rotated_goes_on()
    {
        await using var second = await NodeAsync();
        await DoneAsync("keys", "rewrap");
        await DoneAsync("keys", "rotate", "--algorithm", "RS256");

        var signing = await SigningKeyAsync(second);
        Pass(Bridge.Settings.Keys.Announce);

        Assert.NotEqual(signing, await SigningKeyAsync(second));
        Assert.Equal(await SigningKeyAsync(Bridge), await SigningKeyAsync(second));
    }

    [Fact]
    public async Task Without_the_file_nothing_is_served_and_none_is_made()
    {
        await Bridge.StopAsync();
        File.Delete(KeyFile);

        var ran = await CommandAsync("serve");

        Assert.Equal(3, ran.Code);
        Assert.Contains($"There is no key-encryption key file {KeyFile}", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key\n")]
    [InlineData("bridge-kek-1:AAAA\n")]
    public async Task A_file_that_holds_no_key_is_refused_without_repeating_it(string content)
    {
        await Bridge.StopAsync();
        await File.WriteAllTextAsync(KeyFile, content, Ct);

        var ran = await CommandAsync("serve");

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"The key-encryption key file {KeyFile} cannot be used", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not a key", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_another_Bridge_is_refused()
    {
        await Bridge.StopAsync();
        var other = KeyEncryption.NewLine();
        Disclosure.Keep(other);
        await File.WriteAllTextAsync(KeyFile, other + "\n", Ct);
        var keys = await CommandAsync("keys", "list");

        foreach (var arguments in new[] { "serve", "explain -", $"discovery export {Bridge.Folder}/out", "init", "keys rotate", "keys rewrap" })
        {
            var ran = await CommandAsync(arguments.Split(' '));

            Assert.True(ran.Code == 3, $"{arguments} ended with {ran.Code}: {ran.Error}");
            Assert.Contains("which is not in the file", ran.Error, StringComparison.Ordinal);
        }

        Assert.Equal(keys.Output, (await CommandAsync("keys", "list")).Output);
        Assert.Equal(other + "\n", await File.ReadAllTextAsync(KeyFile, Ct));
    }

    [Fact]
    public async Task A_private_key_that_was_moved_to_another_row_is_refused()
    {
        await Bridge.StopAsync();
        await Bridge.QueryAsync("UPDATE signing_keys SET wrapped_private_key = (SELECT wrapped_private_key FROM signing_keys WHERE algorithm = 'ES256') WHERE algorithm = 'RS256'", Ct);

        var ran = await CommandAsync("serve");

        Assert.Equal(3, ran.Code);
        Assert.Contains("was changed or moved from another row", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_of_somebody_else_is_not_published()
    {
        await Bridge.StopAsync();
        await Bridge.QueryAsync("UPDATE signing_keys SET public_jwk = replace(public_jwk, '\"n\":\"', '\"n\":\"AQ')", Ct);

        var ran = await CommandAsync("serve");

        Assert.Equal(3, ran.Code);
    }

    [Fact]
    public async Task Init_again_changes_nothing()
    {
        var (file, published, signing) = (await File.ReadAllTextAsync(KeyFile, Ct), await PublishedKeysAsync(Bridge), await SigningKeyAsync(Bridge));
        var revision = await RevisionAsync();

        await DoneAsync("init");
        Pass(TimeSpan.Zero);

        Assert.Equal((file, signing, revision), (await File.ReadAllTextAsync(KeyFile, Ct), await SigningKeyAsync(Bridge), await RevisionAsync()));
        Assert.Equal(published, await PublishedKeysAsync(Bridge));
    }

    [Fact]
    public async Task Init_beside_signing_keys_without_their_file_makes_none()
    {
        await Bridge.StopAsync();
        File.Delete(KeyFile);

        var ran = await CommandAsync("init");

        Assert.Equal(3, ran.Code);
        Assert.StartsWith("The database has signing keys, and there is no key-encryption key file", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    private async Task<object?> RevisionAsync() => (await Bridge.QueryAsync("SELECT number FROM revision", Ct))[0]["number"];
}
