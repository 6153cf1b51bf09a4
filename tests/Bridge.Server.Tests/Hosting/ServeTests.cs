using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Server.Commands;
using Bridge.Storage;
using Bridge.Testing;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

/// <summary>What <c>bridge serve</c> refuses to start on, and how it ends.</summary>
public sealed class ServeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mistakes_of_the_settings_keep_it_from_starting()
    {
        var (code, error) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Bridge:Issuer"] = "http://bridge.test", ["Bridge:Issuers"] = "x" });

        Assert.Equal(CommandLine.CannotRun, code);
        Assert.Equal($"Bridge:Issuer: must be https; http is only for loopback{Environment.NewLine}Bridge:Issuers: is no setting of Bridge{Environment.NewLine}", error);
    }

    [Fact]
    public async Task Without_key_file_and_database_both_are_told_and_neither_is_made()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-").FullName;
        try
        {
            var (code, error) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Bridge:Issuer"] = "https://bridge.test",
                ["Bridge:Storage:Path"] = Path.Combine(folder, "bridge.db"),
                ["Bridge:Keys:EncryptionKeyFile"] = Path.Combine(folder, "bridge.kek"),
            });

            Assert.Equal(CommandLine.CannotRun, code);
            Assert.Contains("There is no key-encryption key file", error, StringComparison.Ordinal);
            Assert.Contains("There is no Bridge in this database yet: run `bridge init`", error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\"); INSERT INTO \"__EFMigrationsHistory\" VALUES ('20000101000000_Before', '10')", "start the program that migrated it")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '10')", "29990101000000_Later")]
    [InlineData("DELETE FROM signing_keys WHERE algorithm = 'ES256'", "There is no signing key for ES256 yet: run `bridge init`")]
    [InlineData("UPDATE signing_keys SET wrapped_private_key = zeroblob(2000)", "is wrapped by the key-encryption key")]
    public async Task What_does_not_fit_is_refused(string sql, string told)
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        await bridge.QueryAsync(sql, Ct);

        var (code, error) = await RunAsync(bridge.Written);

        Assert.Equal(CommandLine.CannotRun, code);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_the_stored_configuration_is_told()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = "issuers: [{ id: one, url: 'https://one.test' }, { id: two, url: 'https://two.test', subject_prefix: 'two:' }]" }, Ct);
        await bridge.StopAsync();
        await bridge.QueryAsync("UPDATE issuers SET definition = replace(definition, 'https:', 'ftp:')", Ct);

        var (code, error) = await RunAsync(bridge.Written);

        Assert.Equal(CommandLine.CannotRun, code);
        Assert.Contains("issuers[one].url", error, StringComparison.Ordinal);
        Assert.Contains("issuers[two].url", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_fails()
    {
        var (code, error) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal), "serv");

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("serv", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_warn_of_is_in_the_log()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Issuer = "https://bridge.test:8443" }, Ct);
        await bridge.StopAsync();
        await using var process = await BridgeProcess.ServeAsync(bridge.Written);

        await process.TerminateAsync();

        Assert.Equal(0, await process.WaitForExitAsync());
        var warning = Assert.Single(process.Log, entry => entry["Event"]?.ToString() == "SettingsWarning");
        Assert.Contains("Issuer has a port", warning["Message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_SIGTERM_an_exchange_in_flight_is_finished_and_recorded()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = ServerFixture.Yaml(gitLab) }, Ct);
        await bridge.StopAsync();
        await using var process = await BridgeProcess.ServeAsync(bridge.Written);
        using var form = new FormUrlEncodedContent(BridgeServer.Form(gitLab.Mint(bridge.Issuer), "https://deploy.test").Select(one => new KeyValuePair<string, string>(one.Name, one.Value)));
        var body = await form.ReadAsByteArrayAsync(Ct);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, process.PublicAddress.Port, Ct);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /connect/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"), Ct);
        // The server asks for the body, so the request is in flight.
        var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Ct));
        await reader.ReadLineAsync(Ct);

        await process.TerminateAsync();
        await RefusedAsync(process.PublicAddress.Port);
        await stream.WriteAsync(body, Ct);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(Ct));
        Assert.Contains("access_token", await reader.ReadToEndAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains(process.Log, entry => entry["Message"]!.ToString() == "Bridge has stopped");
        await using var database = BridgeDatabase.Open(bridge.Settings.Storage, TimeProvider.System, NullLoggerFactory.Instance);
        await using var context = database.CreateContext();
        Assert.Null(Assert.Single(context.Exchanges).Reason);
    }

    [Fact]
    public async Task A_listener_that_is_taken_is_told()
    {
        await using var other = await BridgeServer.StartAsync(ct: Ct);
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        var settings = bridge.Written.ToDictionary();
        settings["Bridge:Listeners:Public:Url"] = other.Public.BaseAddress!.ToString().TrimEnd('/');

        var (code, error) = await RunAsync(settings);

        Assert.Equal(CommandLine.CannotRun, code);
        Assert.StartsWith("A listener cannot be opened", error, StringComparison.Ordinal);
    }

    // An address of TEST-NET-3 (RFC 5737) is no machine's.
    [Theory]
    [InlineData("Public")]
    [InlineData("Admin")]
    public async Task A_listener_at_an_address_that_this_machine_has_not_is_told(string listener)
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        var settings = bridge.Written.ToDictionary();
        settings[$"Bridge:Listeners:{listener}:Url"] = "http://203.0.113.9:7080";

        var (code, output, error) = await BridgeProcess.RunAsync(settings, "serve");

        Assert.Equal(CommandLine.CannotRun, code);
        Assert.StartsWith("The listener 203.0.113.9:7080 cannot be opened: ", error, StringComparison.Ordinal);
        Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("\"Exception\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_keep_what_it_commits_is_refused()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        await bridge.QueryAsync("PRAGMA journal_mode = DELETE", Ct);

        var (code, error) = await RunAsync(bridge.Written);

        Assert.Equal((CommandLine.CannotRun, $"The database does not keep what it commits. journal_mode is delete and must be wal.{Environment.NewLine}"), (code, error));
    }

    [Fact]
    public async Task A_weaker_commit_of_PostgreSQL_is_refused()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { PostgreSql = database.ConnectionString }, Ct);
        await bridge.StopAsync();
        var settings = bridge.Written.ToDictionary();
        settings["Bridge:Storage:ConnectionString"] += ";Options=-c synchronous_commit=off";

        var (code, error) = await RunAsync(settings);

        Assert.Equal((CommandLine.CannotRun, $"The database does not keep what it commits. synchronous_commit is off and must be on.{Environment.NewLine}"), (code, error));
    }

    // Waits until nobody new is let in: the stop has begun.
    private static Task RefusedAsync(int port) => Eventually.IsTrueAsync(async () =>
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port, Ct);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }, Ct, "the stop has begun");

    private static async Task<(int Code, string Error)> RunAsync(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        await using var error = new StringWriter();
        using var context = new CommandContext(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), TextReader.Null, TextWriter.Null, error, TimeProvider.System);
        return (await CommandLine.RunAsync(arguments.Length > 0 ? arguments : ["serve"], context), error.ToString());
    }
}
