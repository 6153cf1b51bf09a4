using Bridge.Exchange;
using Bridge.Testing.Hosting;
using Duende.IdentityServer.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Client = Duende.IdentityServer.Models.Client;

namespace Bridge.IdentityServer.Tests;

/// <summary>
/// An IdentityServer that was there before, with clients, API resources and habits of its own, to which Bridge was added. What
/// it is like is what makes trouble: a scope of two resources, offline access, client claims, reference tokens.
/// </summary>
internal sealed class ExistingServer : IAsyncDisposable
{
    public const string Deploy = "https://deploy.test";
    public const string Billing = "https://billing.test";
    public const string Unknown = "https://unknown.test";

    private static readonly string Keys = Directory.CreateTempSubdirectory("identityserver-keys-").FullName;

    private readonly CapturedLog log = new();
    private readonly WebApplication app;

    public ExistingServer(BridgeServer bridge, Action<IServiceCollection>? before = null, Action<IServiceCollection>? after = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log).AddFilter<CapturedLog>(null, LogLevel.Trace);
        builder.Services.AddSingleton(bridge.Engine.Database.Configuration);
        builder.Services.AddSingleton(bridge.Engine.Database.Journal);
        var server = builder.Services.AddIdentityServer(options => options.KeyManagement.KeyPath = Keys)
            .AddInMemoryClients(Clients)
            .AddInMemoryApiScopes([new("read"), new("write"), new("invoice")])
            .AddInMemoryApiResources([new(Deploy) { Scopes = { "read", "write" } }, new(Billing) { Scopes = { "read", "invoice" } }]);
        before?.Invoke(builder.Services);
        server.AddGitLabBridge(new ExchangeSettings { Issuer = bridge.Issuer });
        after?.Invoke(builder.Services);
        app = builder.Build();
        app.UseIdentityServer();
    }

    public HttpClient Http { get; private set; } = null!;

    public string Log => log.Text;

    private static IEnumerable<Client> Clients =>
    [
        Job("jobs", client => (client.AllowOfflineAccess, client.Claims, client.AlwaysSendClientClaims, client.ClientClaimsPrefix, client.AccessTokenType) =
            (true, [new ClientClaim("project_id", "1"), new ClientClaim("tier", "gold")], true, "", AccessTokenType.Reference)),
        Job("readers", client => client.AllowedScopes = ["read"]),
        Job("strangers", client => client.AllowedGrantTypes = ["client_credentials"]),
    ];

    public async Task<ExistingServer> StartAsync()
    {
        await app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return this;
    }

    public async Task<TokenResponse> PostAsync(IEnumerable<(string Name, string Value)> form, CancellationToken ct) => await TokenResponse.ReadAsync(
        await Http.PostAsync("/connect/token", new FormUrlEncodedContent(form.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))), ct), ct);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await app.DisposeAsync();
    }

    private static Client Job(string id, Action<Client> change)
    {
        var client = new Client { ClientId = id, RequireClientSecret = false, AllowedGrantTypes = [TokenRequest.GrantType, OtherGrant.Name], AllowedScopes = ["read", "write", "invoice"] };
        change(client);
        return client;
    }
}
