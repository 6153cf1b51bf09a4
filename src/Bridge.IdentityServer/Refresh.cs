using Bridge.Configuration;
using Bridge.GitLab.KeySets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.IdentityServer;

/// <summary>Keeps the configuration and the keys of all issuers fresh, ahead of the requests.</summary>
internal sealed partial class Refresh(ConfigurationCache configurations, IssuerKeys keys, TimeProvider time, ILogger<Refresh> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await keys.RefreshAsync((await configurations.RefreshAsync(stoppingToken)).Issuers, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, e.GetType().Name, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refreshing failed ({Exception}): {Why}", EventName = "RefreshFailed")]
        public static partial void Failed(ILogger logger, string exception, string why);
    }
}
