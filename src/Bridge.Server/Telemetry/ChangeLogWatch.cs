using Bridge.Configuration.History;
using Bridge.Server.Hosting;

namespace Bridge.Server.Telemetry;

/// <summary>
/// Tells of each entry of the change log as one event, whoever made the change and wherever: each node logs all of them, once,
/// from its start on.
/// </summary>
internal sealed partial class ChangeLogWatch(Engine engine, ILogger<ChangeLogWatch> logger)
{
    private const int AtOnce = 100;

    private long? told;

    public async Task RunAsync(CancellationToken ct)
    {
        var revision = await engine.Database.Configuration.RevisionAsync(ct);
        for (told ??= revision; told < revision;)
        {
            // The newest come first; what is older than this many is told in the rounds that follow.
            var entries = await engine.Database.History.EntriesAsync(new ChangeFilter(), told + 1 + AtOnce, AtOnce, ct);
            foreach (var entry in entries.Where(entry => entry.Revision > told).Reverse())
                Log.Changed(logger, entry.Revision, entry.Author, entry.Why, entry.Difference, entry.Hash);
            told = Math.Min(revision, told.Value + AtOnce);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The configuration has revision {Revision}, by {Author} ({Why}): {Difference} [{Hash}]", EventName = "ConfigurationChanged")]
        public static partial void Changed(ILogger logger, long revision, string author, string? why, string difference, string? hash);
    }
}
