using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Storage.Tests.Records;

/// <summary>SQLite on a volume with no space left, or little.</summary>
public sealed class FullDiskTests : StoreContract<SqliteHome>
{
    [Fact]
    public async Task Below_the_floor_refusals_are_counted_and_grants_recorded()
    {
        var node = Node(Options with { FreeSpaceFloor = long.MaxValue });
        var counted = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Interlocked.Add(ref counted, instrument is { Name: "bridge.journal.counted_only", Meter.Name: "Bridge.Storage" } ? value : 0));
        listener.Start();

        Assert.Equal(CommitOutcome.CountedOnly, await node.Journal.CommitAsync(Samples.Entry(Samples.Refused()), Ct));
        Assert.Equal(CommitOutcome.Superseded, await node.Journal.CommitAsync(Samples.Entry(Samples.Refused(), revision: 9), Ct));
        Assert.Equal(CommitOutcome.Committed, await node.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark()), Ct));

        Assert.Equal((1, 1, 0, 0), await CountsAsync());
        Assert.True(Interlocked.Read(ref counted) >= 1);
    }

    [Fact]
    public async Task A_full_disk_is_an_outage_until_there_is_space_again()
    {
        await using var volume = await Volume.MountAsync(Ct);
        await using var database = BridgeDatabase.Open(new StorageOptions { Path = Path.Combine(volume.Folder, "bridge.db"), FreeSpaceFloor = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        await database.MigrateAsync(Ct);
        var written = 0;
        var outage = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; ; written++)
                await database.Journal.CommitAsync(Samples.Entry(Samples.Granted() with { Claims = new string('x', 8000) }, mark: Samples.Mark($"{written}")), Ct);
        });
        Assert.Contains("full", outage.Message, StringComparison.Ordinal);
        await volume.FillAsync(Ct);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await database.Journal.CommitAsync(Samples.Entry(Samples.Granted() with { Claims = new string('x', 100_000) }, mark: Samples.Mark("more")), Ct));

        await volume.GrowAsync(Ct);

        Assert.Equal(CommitOutcome.Committed, await database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"{written}")), Ct));
        await using var context = database.CreateContext();
        Assert.Equal(written + 1, context.Exchanges.Count());
        Assert.Equal(written + 1, context.ReplayMarks.Count());
    }

    private sealed class Volume : IAsyncDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("bridge-volume-").FullName;

        public static async Task<Volume> MountAsync(CancellationToken ct)
        {
            var volume = new Volume();
            var error = await RunAsync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", volume.Folder], ct);
            if (error is not null)
            {
                Directory.Delete(volume.Folder);
                Assert.Skip($"A small volume cannot be mounted here: {error}");
            }

            return volume;
        }

        public async Task FillAsync(CancellationToken ct)
        {
            await using var filler = new FileStream(Path.Combine(Folder, "filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (true)
                    await filler.WriteAsync(new byte[512], ct);
            });
        }

        public async Task GrowAsync(CancellationToken ct) => Assert.Null(await RunAsync("mount", ["-o", "remount,size=64m", Folder], ct));

        public async ValueTask DisposeAsync()
        {
            await RunAsync("umount", [Folder], CancellationToken.None);
            Directory.Delete(Folder);
        }

        private static async Task<string?> RunAsync(string program, string[] arguments, CancellationToken ct)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
                var error = await process.StandardError.ReadToEndAsync(ct);
                await process.WaitForExitAsync(ct);
                return process.ExitCode == 0 ? null : error.Trim();
            }
            catch (System.ComponentModel.Win32Exception missing)
            {
                return missing.Message;
            }
        }
    }
}
