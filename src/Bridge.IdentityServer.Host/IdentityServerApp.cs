using System.Threading.RateLimiting;
using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage;
using Duende.IdentityServer.Services;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;

namespace Bridge.IdentityServer.Host;

/// <summary>
/// An IdentityServer that does nothing but the exchange, on Bridge's database: what <c>bridge apply</c> or Bridge's admin
/// pages write there holds here. It has no sign-in, no user and no endpoint that would need one.
/// </summary>
public static class IdentityServerApp
{
    public static WebApplication Build(WebApplicationBuilder builder, HostSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(provider => BridgeDatabase.Open(settings.Storage, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IConfigurationStore>(provider => provider.GetRequiredService<BridgeDatabase>().Configuration);
        services.AddSingleton<IExchangeJournal>(provider => provider.GetRequiredService<BridgeDatabase>().Journal);
        services.AddDataProtection().PersistKeysToFileSystem(OwnFolder(OwnFolder(settings.KeyFolder), "data-protection"));
        services.AddSingleton<Configured>();
        services.AddIdentityServer(options => ServerOptions.Configure(options, settings))
            .AddClientStore<ConfiguredClients>()
            .AddResourceStore<ConfiguredResources>()
            .AddSecretParser<DefaultClientParser>()
            .AddGitLabBridge(settings.Exchange);
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, settings.AddressPerMinute));
        });
        var app = builder.Build();
        UseSteps(app, settings);
        return app;
    }

    /// <summary>Stops a start on a database that another program made or that does not keep what it commits.</summary>
    public static async Task CheckDatabaseAsync(IServiceProvider services, CancellationToken ct)
    {
        var database = services.GetRequiredService<BridgeDatabase>();
        if (await database.SchemaAsync(ct) is { Status: not SchemaStatus.Current } schema)
            throw new CannotStartException(schema.ToString());
        if (await database.CheckDurabilityAsync(ct) is { Met: false } durability)
            throw new CannotStartException($"The database does not keep what it commits. {durability}");
    }

    private static void UseSteps(WebApplication app, HostSettings settings)
    {
        var issuer = new Uri(settings.Exchange.Issuer);
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in settings.Proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        if (!settings.Proxies.IsEmpty)
            app.UseForwardedHeaders(forwarded);
        app.UseMiddleware<Outages>();
        app.UseRateLimiter();
        app.UsePathBase(issuer.AbsolutePath.TrimEnd('/'));
        // Otherwise the addresses in discovery would be made of the Host header.
        app.Use((http, next) =>
        {
            http.RequestServices.GetRequiredService<IServerUrls>().Origin = issuer.GetLeftPart(UriPartial.Authority);
            return next(http);
        });
        app.UseIdentityServer();
    }

    private static RateLimitPartition<string> Partition(HttpContext http, int perMinute) => perMinute == 0 || !HttpMethods.IsPost(http.Request.Method)
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });

    // The folder holds what IdentityServer's private keys are wrapped with.
    private static DirectoryInfo OwnFolder(DirectoryInfo parent, string name) => OwnFolder(Path.Combine(parent.FullName, name));

    private static DirectoryInfo OwnFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
