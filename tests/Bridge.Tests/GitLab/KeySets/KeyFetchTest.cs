using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>One fetch of the keys of an issuer, and what is told of it.</summary>
public abstract class KeyFetchTest
{
    protected static readonly string Set = TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "ci"));

    protected ManualClock Clock { get; } = new();

    /// <returns>Why the keys cannot be had, or null.</returns>
    protected async Task<string?> ErrorAsync(Issuer issuer)
    {
        using var keys = new IssuerKeys(Clock);
        await keys.RefreshAsync([issuer], TestContext.Current.CancellationToken);
        var health = keys.Health(issuer)!;
        Assert.Equal(health.LastError is null, health.Usable);
        return health.LastError;
    }
}
