using System.Diagnostics;
using Npgsql;

namespace Bridge.Server.Tests.Durability;

/// <summary>A PostgreSQL server of a test's own that can be stopped and started again at the same address.</summary>
internal sealed class PostgreSqlService : IAsyncDisposable
{
    private readonly string folder;

    private PostgreSqlService(string folder, string connectionString) => (this.folder, ConnectionString) = (folder, connectionString);

    public string ConnectionString { get; }

    public static async Task<PostgreSqlService> StartAsync()
    {
        var place = Path.Combine(Path.GetTempPath(), $"bridge-postgresql-{Guid.NewGuid():N}");
        return new PostgreSqlService(place, await RunAsync(Script(), "start", place));
    }

    public Task StopAsync() => ControlAsync("-m", "immediate", "stop");

    public Task StartAgainAsync()
    {
        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        return ControlAsync("-w", "-l", folder + "/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", "start");
    }

    public async ValueTask DisposeAsync() => await RunAsync(Script(), "stop", folder);

    private async Task ControlAsync(params string[] arguments)
    {
        var control = Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last(), "bin", "pg_ctl");
        string[] command = [control, "-D", folder + "/data", .. arguments];
        // The server refuses to run as root.
        await (Environment.UserName == "root" ? RunAsync("runuser", ["-u", "postgres", "--", .. command]) : RunAsync(command[0], command[1..]));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // A server that stays would hold a pipe open: what it says goes to its log, and what the script says is its first line.
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? line ?? "" : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static string Script()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Bridge.sln")))
            place = place.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return Path.Combine(place.FullName, "tests", "postgresql");
    }
}
