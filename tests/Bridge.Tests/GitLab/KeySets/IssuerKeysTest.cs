using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>The keys of one issuer, whose server the tests change.</summary>
public abstract class IssuerKeysTest : IAsyncLifetime
{
    protected static readonly string Old = TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "old"));
    protected static readonly string New = TestKeys.Set(TestKeys.Jwk(TestKeys.OtherRsa, "new"));

    protected IssuerKeysTest() => Keys = new(Clock);

    protected ManualClock Clock { get; } = new();

    protected IssuerKeys Keys { get; }

    private protected KeyServer Server { get; private set; } = null!;

    protected Issuer Issuer { get; set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await KeyServer.StartAsync(Old);
        Issuer = TestIssuer.Jwks(Server.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<IssuerKey?> FindAsync(string keyId) => Keys.FindAsync(Issuer, keyId, Ct).AsTask();
}
