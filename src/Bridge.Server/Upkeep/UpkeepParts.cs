using Bridge.Server.Hosting;
using Bridge.Server.Telemetry;

namespace Bridge.Server.Upkeep;

/// <summary>What a node does beside answering requests.</summary>
internal static class UpkeepParts
{
    // The key sets keep rests of their own; asked this often, a set is renewed before a request would have to wait for it.
    private static readonly TimeSpan KeyPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AheadPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CleaningPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan CountingPeriod = TimeSpan.FromMinutes(5);

    public static void AddUpkeep(this IServiceCollection services, Engine engine)
    {
        services.AddSingleton(provider => new IssuerKeyRefresh(engine, provider.GetRequiredService<ILogger<IssuerKeyRefresh>>()));
        services.AddRecurring("Refreshing the configuration", engine.Settings.Keys.Refresh, engine, _ => engine.Configurations.RefreshAsync);
        services.AddRecurring("Telling of changes", engine.Settings.Keys.Refresh, engine, provider => provider.GetRequiredService<ChangeLogWatch>().RunAsync);
        services.AddRecurring("Refreshing the keys of issuers", KeyPeriod, engine, provider => provider.GetRequiredService<IssuerKeyRefresh>().RunAsync);
        services.AddRecurring("Reading projects ahead", AheadPeriod, engine, _ => engine.Database.ReadAheadAsync);
        services.AddRecurring("Counting the exchanges", CountingPeriod, engine, _ => engine.Database.ExchangeCounts.CountAsync);
        services.AddRecurring("Cleaning the database", CleaningPeriod, engine, _ => engine.Database.CleanAsync);
    }

    private static void AddRecurring(this IServiceCollection services, string what, TimeSpan period, Engine engine, Func<IServiceProvider, Func<CancellationToken, Task>> work) =>
        services.AddSingleton<IHostedService>(provider => new Recurring(what, period, work(provider), engine.Time, provider.GetRequiredService<ILogger<Recurring>>()));
}
