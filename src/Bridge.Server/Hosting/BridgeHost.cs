using Bridge.Server.Admin;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Discovery;
using Bridge.Server.Health;
using Bridge.Server.Protocol;
using Bridge.Server.Telemetry;
using Bridge.Server.Upkeep;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Server.Hosting;

/// <summary>
/// Makes the web host around an engine. It begins with an empty builder, so nothing listens, believes a header or shows an
/// error because of an environment variable or a default of the framework; what there is, is written here.
/// </summary>
public static class BridgeHost
{
    /// <summary>Kept below the half minute after which orchestrators kill.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    public static WebApplication Build(Engine engine, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(BridgeHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrel(options => Listening.Configure(options, engine.Settings, engine.Time)).UseSockets(Listening.Configure);
        // A program that was built and not published finds the files of its pages by a list beside it.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddRouting();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<MatcherPolicy, DoorPolicy>();
        builder.Services.AddAdminPages(engine.Settings);
        builder.Services.AddSignIn(engine);
        // The gate of the admin listener asks who calls. The framework's own steps for that would come by themselves with the pages, at
        // both listeners, and ask nobody.
        builder.Services.RemoveAll<IAuthenticationSchemeProvider>().RemoveAll<IAuthorizationHandlerProvider>();
        AddParts(builder.Services, engine);
        var app = builder.Build();
        UseSteps(app, engine);
        return app;
    }

    private static void AddParts(IServiceCollection services, Engine engine)
    {
        services.AddSingleton(engine);
        services.AddSingleton(engine.Database);
        services.AddSingleton(engine.Settings);
        services.AddSingleton(engine.Time);
        services.AddSingleton(engine.Exchange);
        services.AddSingleton(engine.Configurations);
        services.AddSingleton(new AddressLimiter(engine.Settings.Limits.AddressPerMinute, engine.Time));
        services.AddSingleton<ExchangeMeter>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton(_ => new PublishedDocuments(engine.Configurations, engine.Settings.Issuer, engine.Time));
        services.AddSingleton<DiscoveryEndpoints>();
        services.AddSingleton(_ => new Readiness(engine));
        services.AddSingleton<HealthEndpoints>();
        services.AddAdminApi();
        services.AddTelemetry(engine);
        services.AddUpkeep(engine);
    }

    private static void UseSteps(WebApplication app, Engine engine)
    {
        app.UseMiddleware<Faults>();
        app.UseForwarding(engine.Settings.Proxies);
        app.UseAdminPages();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        MapPublic(app.MapGroup("").WithMetadata(Door.Public), app.Services, engine);
        MapAdmin(app.MapGroup("").WithMetadata(Door.Admin), app.Services);
        app.MapAdminPages(app.Services.GetRequiredService<PageSurface>());
    }

    private static void MapPublic(RouteGroupBuilder routes, IServiceProvider services, Engine engine)
    {
        routes.Map(engine.Settings.Issuer.TokenRoute, services.GetRequiredService<TokenEndpoint>().HandleAsync);
        services.GetRequiredService<DiscoveryEndpoints>().Map(routes);
        services.GetRequiredService<HealthEndpoints>().MapPublic(routes);
    }

    private static void MapAdmin(RouteGroupBuilder routes, IServiceProvider services)
    {
        services.GetRequiredService<HealthEndpoints>().MapAdmin(routes);
        routes.MapAdminApi(services);
    }
}
