using System.Diagnostics;

namespace Bridge.Testing.Databases;

/// <summary>A PostgreSQL server of a test's own, which it may stop.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string folder;

    private PostgreSqlServer(string folder, string connectionString) => (this.folder, ConnectionString) = (folder, connectionString);

    public string ConnectionString { get; }

    public static async Task<PostgreSqlServer> StartAsync(CancellationToken ct)
    {
        var place = Path.Combine(Path.GetTempPath(), $"bridge-postgresql-{Guid.NewGuid():N}");
        return new PostgreSqlServer(place, await ScriptAsync("start", place, ct));
    }

    public Task StopAsync() => ScriptAsync("stop", folder, CancellationToken.None);

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<string> ScriptAsync(string verb, string place, CancellationToken ct)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Root(), "tests", "postgresql"), [verb, place]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await script.StandardOutput.ReadToEndAsync(ct);
        await script.WaitForExitAsync(ct);
        return script.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"tests/postgresql {verb} failed with {script.ExitCode}.");
    }

    private static string Root()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Bridge.sln")))
            place = place.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return place.FullName;
    }
}
