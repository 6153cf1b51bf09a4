using System.Net.Http.Headers;
using Bridge.Testing.Contracts;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Contracts;

/// <summary>Bridge's own host keeps the exchange contract.</summary>
public sealed class BridgeServerContractTests(BridgeServerContractTests.Fixture fixture) : ExchangeContract(fixture), IClassFixture<BridgeServerContractTests.Fixture>
{
    public sealed class Fixture : ExchangeFixture
    {
        protected override async Task<IExchangeHost> StartAsync(string yaml) => new BridgeExchangeHost(await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = yaml }));
    }

    private sealed class BridgeExchangeHost(BridgeServer server) : IExchangeHost
    {
        public string Issuer => server.Issuer;

        public WireDifferences Differences { get; } = new();

        public HttpClient Http => server.Public;

        public string Log => server.Log.Text;

        public Task ApplyAsync(string yaml, CancellationToken ct) => server.ApplyAsync(yaml, ct);

        public Task<TokenResponse> PostAsync(IEnumerable<(string Name, string Value)> form, AuthenticationHeaderValue? authorization, CancellationToken ct) =>
            server.PostAsync(form, authorization, ct);

        public Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryAsync(string sql, CancellationToken ct) => server.QueryAsync(sql, ct);

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
