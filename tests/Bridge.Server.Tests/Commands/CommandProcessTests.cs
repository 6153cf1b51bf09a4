using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary>The program as a process: exit codes, and output apart from errors.</summary>
public sealed class CommandProcessTests : CommandTest
{
    [Fact]
    public async Task Init_apply_and_keys_end_as_they_say()
    {
        var file = await WriteAsync("bridge.yaml", "issuers: [{ id: gitlab, url: 'https://gitlab.test' }]");

        var early = await RunProcessAsync("apply", file);
        Assert.Equal((3, ""), (early.Code, early.Output));
        Assert.Equal($"There is no Bridge in this database yet: run `bridge init`.{Environment.NewLine}", early.Error);

        Assert.Equal(0, (await RunProcessAsync("init")).Code);
        Assert.Equal(2, (await RunProcessAsync("apply", file, "--dry-run")).Code);
        Assert.Equal(0, (await RunProcessAsync("apply", file)).Code);
        var keys = await RunProcessAsync("keys", "list");
        Assert.Equal((0, ""), (keys.Code, keys.Error));
        Assert.Equal(2, keys.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("bridge [command] [options]", "--help")]
    [InlineData("bridge keys rotate", "keys", "rotate", "--help")]
    public async Task Help_calls_the_program_as_its_launcher_is_called(string usage, params string[] arguments)
    {
        var (code, output, error) = await RunProcessAsync(arguments);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"  {usage}", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunProcessAsync(params string[] arguments)
    {
        var ran = await BridgeProcess.RunAsync(Settings.AsReadOnly(), arguments);
        Disclosure.Saw(ran.Output + ran.Error);
        return ran;
    }
}
