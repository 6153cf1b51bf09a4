using Bridge.Server.Hosting;

namespace Bridge.Server.Upkeep;

/// <summary>Keeps the key sets of all issuers fresh, ahead of the requests, and tells when one begins to fail and when it is well again.</summary>
internal sealed partial class IssuerKeyRefresh(Engine engine, ILogger<IssuerKeyRefresh> logger)
{
    private readonly Dictionary<string, string> failing = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken ct)
    {
        var configuration = await engine.Configurations.CurrentAsync(ct);
        await engine.IssuerKeys.RefreshAsync(configuration.Issuers, ct);
        foreach (var health in engine.IssuerKeys.Health())
        {
            if (health.LastError is { } error && failing.GetValueOrDefault(health.Issuer) != error)
                Log.Failed(logger, health.Issuer, error, health.Usable);
            else if (health.LastError is null && failing.ContainsKey(health.Issuer))
                Log.Recovered(logger, health.Issuer);
            if (health.LastError is null)
                failing.Remove(health.Issuer);
            else
                failing[health.Issuer] = health.LastError;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The keys of the issuer {Issuer} cannot be fetched: {Why} (an earlier set serves: {Usable})", EventName = "IssuerKeysFailed")]
        public static partial void Failed(ILogger logger, string issuer, string why, bool usable);

        [LoggerMessage(2, LogLevel.Information, "The keys of the issuer {Issuer} can be fetched again", EventName = "IssuerKeysRecovered")]
        public static partial void Recovered(ILogger logger, string issuer);
    }
}
