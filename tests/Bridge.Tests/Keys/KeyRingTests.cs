using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Keys;
using Bridge.Testing;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryKeyStore store = new();
    private readonly KeyRingLoader loader = new(TestSigningKeys.Encryption);

    [Fact]
    public async Task Published_keys_are_public_alone_and_known_by_their_thumbprint()
    {
        foreach (var key in (await MadeAsync()).Published(Now))
        {
            var members = JsonDocument.Parse(key.Stored.PublicJwk).RootElement.EnumerateObject().Select(member => member.Name).ToList();
            Assert.Equal(key.Stored.Algorithm == "RS256" ? ["kty", "use", "alg", "kid", "n", "e"] : ["kty", "use", "alg", "kid", "crv", "x", "y"], members);
            var jwk = new JsonWebKey(key.Stored.PublicJwk);
            Assert.Equal((key.Stored.KeyId, key.Stored.KeyId), (jwk.Kid, Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint())));
            Assert.DoesNotContain(Encoding.ASCII.GetString(key.Stored.WrappedPrivateKey.AsSpan()), key.Stored.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Private_key_is_unwrapped_once()
    {
        var ring = await MadeAsync();
        var again = loader.Load(store.Keys, Now);
        Assert.Equal(ring.All.Select(key => key.Credentials), again.All.Select(key => key.Credentials));
    }

    [Fact]
    public async Task Revoked_and_removed_keys_are_not_even_unwrapped()
    {
        await MadeAsync();
        var gone = store.Keys.Select(key => key with { WrappedPrivateKey = [1, 2, 3] });
        Assert.Empty(new KeyRingLoader(TestSigningKeys.Encryption).Load([.. gone.Select(key => key with { RevokedAt = Now })], Now).All);
        Assert.Empty(new KeyRingLoader(TestSigningKeys.Encryption).Load([.. gone.Select(key => key with { RetiredAt = Now.AddDays(-1), RemovedAt = Now })], Now).All);
    }

    [Fact]
    public async Task Private_key_of_a_revoked_key_is_forgotten()
    {
        var before = await MadeAsync();
        loader.Load([.. store.Keys.Select(key => key with { RevokedAt = Now })], Now);
        Assert.All(loader.Load(store.Keys, Now).All, key => Assert.DoesNotContain(before.All, old => old.Credentials == key.Credentials));
    }

    [Fact]
    public async Task Key_of_somebody_else_put_into_a_row_is_refused()
    {
        await MadeAsync();
        using var mine = RSA.Create(2048);
        var parameters = mine.ExportParameters(includePrivateParameters: false);
        var theirs = store.Keys.Single(key => key.Algorithm == "RS256");
        var forged = theirs with { PublicJwk = $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{theirs.KeyId}}","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}","e":"AQAB"}""" };
        Assert.Throws<KeyEncryptionException>(() => loader.Load([forged], Now));
        Assert.Throws<KeyEncryptionException>(() => new KeyRingLoader(TestSigningKeys.Encryption).Load([forged], Now));
    }

    [Fact]
    public async Task Private_key_moved_to_another_row_is_refused()
    {
        await MadeAsync();
        var key = store.Keys[0];
        foreach (var moved in new[] { key with { Generation = 2 }, key with { KeyId = store.Keys[1].KeyId }, key with { Algorithm = store.Keys[1].Algorithm } })
            Assert.Throws<KeyEncryptionException>(() => new KeyRingLoader(TestSigningKeys.Encryption).Load([moved], Now));
        Assert.Throws<KeyEncryptionException>(() => new KeyRingLoader(TestSigningKeys.Encryption).Load([key with { Algorithm = "HS256" }], Now));
    }

    [Fact]
    public async Task Newest_active_generation_signs()
    {
        await MadeAsync();
        var key = store.Keys.Single(made => made.Algorithm == "ES256");
        SigningKey At(int generation, int active, int? retired = null) => new(
            key with { Generation = generation, ActiveAt = Now.AddHours(active), RetiredAt = retired is { } hours ? Now.AddHours(hours) : null },
            loader.Load([key], Now).All[0].Credentials);
        Assert.Equal(2, new KeyRing([At(1, -9, -1), At(2, -1), At(3, 1)]).Active("ES256", Now)?.Stored.Generation);
        Assert.Equal(2, new KeyRing([At(2, -1), At(1, -9)]).Active("ES256", Now)?.Stored.Generation);
        Assert.Equal(1, new KeyRing([At(2, 2), At(1, 1)]).Active("ES256", Now)?.Stored.Generation);
        Assert.Null(new KeyRing([At(1, -9, -1)]).Active("ES256", Now));
        Assert.Null(new KeyRing([At(1, -9)]).Active("RS256", Now));
        Assert.Equal([3, 2, 1], new KeyRing([At(1, -9, -1), At(3, 1), At(2, -1)]).Published(Now).Select(published => published.Stored.Generation));
        var revoked = At(2, -1);
        Assert.Equal([1], new KeyRing([At(1, -9), new SigningKey(revoked.Stored with { RevokedAt = Now }, revoked.Credentials)]).Published(Now).Select(published => published.Stored.Generation));
    }

    private async Task<KeyRing> MadeAsync()
    {
        await new KeyManagement(store, TestSigningKeys.Encryption, new(TimeSpan.Zero, TimeSpan.Zero), new ManualClock(Now)).InitializeAsync("test", TestContext.Current.CancellationToken);
        return loader.Load(store.Keys, Now);
    }
}
