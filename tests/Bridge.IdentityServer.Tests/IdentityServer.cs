using System.Net.Http.Headers;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.IdentityServer.Host;
using Bridge.Storage;
using Bridge.Testing.Contracts;
using Bridge.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.IdentityServer.Tests;

/// <summary>
/// The runnable IdentityServer on a loopback port, beside a Bridge that administers the same database, as it is meant to be
/// run. Its signing keys are made once for all tests.
/// </summary>
public sealed class IdentityServer : IExchangeHost
{
    private static readonly string Keys = Directory.CreateTempSubdirectory("identityserver-keys-").FullName;

    private readonly CapturedLog log = new();
    private readonly WebApplication app;

    private IdentityServer(BridgeServer bridge, Action<WebApplicationBuilder>? change)
    {
        Bridge = bridge;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        change?.Invoke(builder);
        app = IdentityServerApp.Build(builder, new HostSettings
        {
            Exchange = new ExchangeSettings { Issuer = bridge.Issuer },
            Storage = new StorageOptions { Path = Path.Combine(bridge.Folder, "bridge.db"), FreeSpaceFloor = 1 << 20 },
            KeyFolder = Keys,
            AddressPerMinute = 0,
        });
    }

    public static async Task<IdentityServer> StartAsync(string yaml, Action<WebApplicationBuilder>? change = null)
    {
        var server = new IdentityServer(await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = yaml }), change);
        await IdentityServerApp.CheckDatabaseAsync(server.app.Services, CancellationToken.None);
        await server.app.StartAsync();
        server.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(server.app.Urls.First()) };
        return server;
    }

    /// <summary>Everything in which IdentityServer's answers are its own.</summary>
    public WireDifferences Differences { get; } = new()
    {
        InvalidClientStatus = System.Net.HttpStatusCode.BadRequest,
        BridgeKnowsClients = false,
        BridgeRefusesUnknownScopes = false,
        ResourceNamesRelyingParties = false,
        TokenIdIsExchangeId = false,
        ScopeIsOneText = false,
        TellsScopeOnlyWhenItDiffers = false,
        JwtsAreNotAccessTokens = false,
        FurtherClaims = ["amr", "auth_time", "idp", "bridge_exchange_id"],
    };

    /// <summary>The Bridge whose administrators write the configuration.</summary>
    public BridgeServer Bridge { get; }

    public string Issuer => Bridge.Issuer;

    public HttpClient Http { get; private set; } = null!;

    public string Log => log.Text;

    public IServiceProvider Services => app.Services;

    public async Task ApplyAsync(string yaml, CancellationToken ct)
    {
        await Bridge.ApplyAsync(yaml, ct);
        await app.Services.GetRequiredService<ConfigurationCache>().RefreshAsync(ct);
    }

    public async Task<TokenResponse> PostAsync(IEnumerable<(string Name, string Value)> form, AuthenticationHeaderValue? authorization, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token");
        request.Content = new FormUrlEncodedContent(form.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        request.Headers.Authorization = authorization;
        return await TokenResponse.ReadAsync(await Http.SendAsync(request, ct), ct);
    }

    public Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryAsync(string sql, CancellationToken ct) => Bridge.QueryAsync(sql, ct);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await app.DisposeAsync();
        await Bridge.DisposeAsync();
    }
}
