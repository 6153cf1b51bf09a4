using Bridge.Simulator.Control;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Landing;
using Bridge.Simulator.Requests;
using Bridge.Simulator.Rest;
using Bridge.Simulator.SignIn;
using Bridge.Simulator.Tokens;
using Microsoft.AspNetCore.Hosting.Server;

namespace Bridge.Simulator;

/// <summary>
/// A GitLab instance as far as a verifier of its CI tokens can see it: discovery, signing keys and signed tokens;
/// and as far as its users sign in elsewhere with it: OAuth, and REST answers about their memberships.
/// The web application keeps all its state in one <see cref="SimulatedGitLab"/>, which its services hand out, so
/// that many instances can live in one process.
/// </summary>
public static class SimulatorApp
{
    public static WebApplication Create(SimulatorOptions? options = null, TimeProvider? time = null, string[]? args = null)
    {
        var settings = (options ?? new SimulatorOptions()).Override(args ?? []);

        // The empty builder: a host that runs this in its own process has an appsettings.json and an environment
        // of its own, and neither is meant for the simulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(services => new SimulatedGitLab(
            settings, new BoundAddress(services.GetRequiredService<IServer>()), time ?? TimeProvider.System));

        var app = builder.Build();
        app.Urls.Add(settings.Listen);
        if (settings.RelativeRoot is { } root) app.UsePathBase(root);
        app.UseRouting();
        LandingPage.Map(app);
        DiscoveryEndpoints.Map(app);
        var people = app.MapGroup("").AddEndpointFilter(SignInOutage.InvokeAsync);
        AuthorizeEndpoint.Map(people);
        OAuthTokenEndpoint.Map(people);
        RestEndpoints.Map(people);
        var simulator = app.MapGroup("/simulator").AddEndpointFilter(BadRequestFilter.InvokeAsync);
        TokensEndpoint.Map(simulator);
        ControlEndpoints.Map(simulator);
        return app;
    }
}
