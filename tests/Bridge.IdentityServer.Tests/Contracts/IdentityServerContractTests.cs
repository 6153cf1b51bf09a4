using Bridge.Testing.Contracts;
using Xunit;

namespace Bridge.IdentityServer.Tests.Contracts;

/// <summary>IdentityServer keeps the exchange contract.</summary>
public sealed class IdentityServerContractTests(IdentityServerContractTests.Fixture fixture) : ExchangeContract(fixture), IClassFixture<IdentityServerContractTests.Fixture>
{
    public sealed class Fixture : ExchangeFixture
    {
        protected override async Task<IExchangeHost> StartAsync(string yaml) => await IdentityServer.StartAsync(yaml);
    }
}
