namespace Bridge.Server.Upkeep;

/// <summary>Work that is done at start and then again and again. A failure is logged, and the next time comes.</summary>
internal sealed partial class Recurring(string what, TimeSpan period, Func<CancellationToken, Task> work, TimeProvider time, ILogger<Recurring> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
                await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Failed(logger, what, e.GetType().Name, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{What} failed ({Exception}): {Why}", EventName = "UpkeepFailed")]
        public static partial void Failed(ILogger logger, string what, string exception, string why);
    }
}
