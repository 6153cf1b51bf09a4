using System.Runtime.Versioning;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge init</c>, <c>bridge migrate</c> and <c>bridge keys</c> where there is nothing yet.</summary>
[SupportedOSPlatform("linux")]
public sealed class InitCommandTests : CommandTest
{
    [Fact]
    public async Task Init_makes_the_database_the_key_file_and_the_keys_for_the_owner_alone()
    {
        var output = await DoneAsync("init");

        Assert.Contains("Made the database", output, StringComparison.Ordinal);
        Assert.Contains("Made the first signing key for RS256", output, StringComparison.Ordinal);
        Assert.Contains("Made the first signing key for ES256", output, StringComparison.Ordinal);
        Assert.DoesNotContain((await File.ReadAllTextAsync(KeyFile, Ct)).Trim(), output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabaseFile));
    }

    [Fact]
    public async Task The_first_keys_sign_at_once()
    {
        await DoneAsync("init");

        var keys = (await DoneAsync("keys", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, keys.Length);
        Assert.All(keys, key => Assert.EndsWith("generation 1  active", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_list_says_where_each_key_stands()
    {
        await DoneAsync("init");
        var old = (await DoneAsync("keys", "list")).Split('\n').Single(line => line.Contains("RS256", StringComparison.Ordinal)).Split(' ')[0];
        await DoneAsync("keys", "rotate", "--algorithm", "RS256");

        Assert.Contains($"{old}  RS256  generation 1  active, retires 2026-07-02", await DoneAsync("keys", "list"), StringComparison.Ordinal);
        Assert.Contains("RS256  generation 2  announced, active from 2026-07-02", await DoneAsync("keys", "list"), StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains($"{old}  RS256  generation 1  retired, removed 2026-07-03", await DoneAsync("keys", "list"), StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains($"{old}  RS256  generation 1  removed", await DoneAsync("keys", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_makes_the_schema_once_and_no_key()
    {
        Assert.Contains("Applying", await DoneAsync("migrate"), StringComparison.Ordinal);
        Assert.Equal("The schema is this program's already.", (await DoneAsync("migrate")).Trim());
        Assert.Empty(await DoneAsync("keys", "list"));
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("apply", "-")]
    [InlineData("keys", "list")]
    [InlineData("keys", "rotate")]
    [InlineData("keys", "rewrap")]
    [InlineData("explain", "-")]
    [InlineData("discovery", "export", "out")]
    [InlineData("serve")]
    public async Task Before_init_every_other_command_names_it_and_makes_nothing(params string[] arguments)
    {
        var ran = await RunAsync(arguments);

        Assert.Equal(3, ran.Code);
        Assert.Contains("run `bridge init`", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(DatabaseFile) || File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("init")]
    [InlineData("keys", "list")]
    [InlineData("apply", "-")]
    [InlineData("serve")]
    public async Task Every_mistake_of_the_settings_is_told_at_once(params string[] arguments)
    {
        Settings["Bridge:Issuer"] = "http://bridge.test/";
        Settings["Bridge:Storage:Provider"] = "Oracle";
        Settings["Bridge:Keys:Announce"] = "soon";
        Settings["Bridge:Limits:AddresPerMinute"] = "1";

        var ran = await RunAsync(arguments);

        Assert.Equal(3, ran.Code);
        Assert.Equal(["Bridge:Issuer", "Bridge:Keys:Announce", "Bridge:Storage:Provider", "Bridge:Limits:AddresPerMinute"],
            ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(':', line.Split(':')[..^1])));
        Assert.Empty(ran.Output);
        Assert.False(File.Exists(DatabaseFile) || File.Exists(KeyFile));
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_made_is_told()
    {
        await WriteAsync("taken", "");
        Settings["Bridge:Keys:EncryptionKeyFile"] = In("taken/bridge.kek");

        var ran = await RunAsync("init");

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"The key-encryption key file {In("taken/bridge.kek")} cannot be made: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init", 1)]
    [InlineData("serve", 3)]
    public async Task A_folder_in_the_place_of_the_database_is_told(string command, int code)
    {
        Directory.CreateDirectory(DatabaseFile);

        var ran = await RunAsync(command);

        Assert.Equal(code, ran.Code);
        Assert.Contains($"{DatabaseFile} is a folder: name a file in it.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_databases_that_cannot_be_the_program_says_which()
    {
        Settings["Bridge:Storage:Path"] = In("nowhere/bridge.db");

        Assert.Contains("must be in a folder that is there", (await RunAsync("init")).Error, StringComparison.Ordinal);
    }
}
