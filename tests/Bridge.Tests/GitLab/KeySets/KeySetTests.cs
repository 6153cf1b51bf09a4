using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class KeySetTests
{
    private static JsonObject Good => TestKeys.Jwk(TestKeys.Rsa, "good");

    public static TheoryData<string, string> Skipped()
    {
        JsonObject Bad() => TestKeys.Jwk(TestKeys.OtherRsa, "bad");
        var data = new TheoryData<string, string>
        {
            { Bad().With("use", "enc").ToJsonString(), "use" },
            { Bad().With("use", 1).ToJsonString(), "use" },
            { Bad().With("key_ops", new JsonArray("encrypt")).ToJsonString(), "key_ops" },
            { Bad().With("key_ops", "verify").ToJsonString(), "key_ops" },
            { Bad().With("key_ops", new JsonArray(1)).ToJsonString(), "key_ops" },
            { Bad().With("alg", "RSA-OAEP").ToJsonString(), "alg" },
            { Bad().With("alg", "ES256").ToJsonString(), "alg" },
            { Bad().With("alg", "none").ToJsonString(), "alg" },
            { Bad().With("alg", 1).ToJsonString(), "alg" },
            { Bad().With("d", "AAAA").ToJsonString(), "private" },
            { Bad().With("e", "AQ").ToJsonString(), "exponent" },
            { Bad().With("e", "Ag").ToJsonString(), "exponent" },
            { Bad().With("e", "AAAB").ToJsonString(), "exponent" },
            { Bad().With("e", "AQAAAAE").ToJsonString(), "exponent" },
            { Bad().With("e", "").ToJsonString(), "exponent" },
            { Bad().With("e", null).ToJsonString(), "lacks e" },
            { Bad().With("n", "").ToJsonString(), "0 bits" },
            { Bad().With("n", "!").ToJsonString(), "sound" },
            { Bad().With("n", new string('A', 400)).ToJsonString(), "0 bits" },
            { Bad().With("n", Base64Url.EncodeToString([0x7F, .. Enumerable.Repeat((byte)0xFF, 255)])).ToJsonString(), "2047 bits" },
            { Bad().With("n", Base64Url.EncodeToString([1, .. Enumerable.Repeat((byte)0xFF, 1024)])).ToJsonString(), "8193 bits" },
            { TestKeys.Jwk(TestKeys.SmallRsa, "bad").ToJsonString(), "1024 bits" },
            { TestKeys.Jwk(TestKeys.P256, "P-384", "bad").ToJsonString(), "length" },
            { TestKeys.Jwk(TestKeys.P256, "secp256k1", "bad").ToJsonString(), "curve" },
            { TestKeys.Jwk(TestKeys.P256, "P-256", "bad").With("x", new string('A', 43)).ToJsonString(), "sound" },
            { TestKeys.Jwk(TestKeys.P256, "P-256", "bad").With("y", new string('A', 42)).ToJsonString(), "length" },
            { TestKeys.Jwk(TestKeys.P256, "P-256", "bad").With("y", null).ToJsonString(), "lacks y" },
            { TestKeys.Jwk(TestKeys.P256, "P-256", "bad").With("crv", null).ToJsonString(), "curve" },
            { """{"kty":"OKP","crv":"Ed25519","x":"AAAA","kid":"bad"}""", "kty" },
            { """{"kty":"oct","k":"AAAA","kid":"bad"}""", "private" },
            { """{"KTY":"RSA","kid":"bad"}""", "kty" },
            { """{"kid":"bad"}""", "kty" },
            { TestKeys.Jwk(TestKeys.OtherRsa, null).ToJsonString(), "no kid" },
            { Bad().With("kid", "").ToJsonString(), "no kid" },
            { Bad().With("kid", 1).ToJsonString(), "no kid" },
            { "\"bad\"", "object" },
            { "null", "object" },
        };
        return data;
    }

    [Theory]
    [MemberData(nameof(Skipped))]
    public async Task Key_that_does_not_fit_is_skipped_with_a_word_why(string jwk, string word)
    {
        using var keys = new IssuerKeys(new ManualClock());
        var issuer = TestIssuer.Uploaded(TestKeys.Set(JsonNode.Parse(jwk), Good));
        Assert.NotNull(await keys.FindAsync(issuer, "good", TestContext.Current.CancellationToken));
        Assert.Null(await keys.FindAsync(issuer, "bad", TestContext.Current.CancellationToken));
        Assert.Null(await keys.FindAsync(issuer, "", TestContext.Current.CancellationToken));
        var health = keys.Health(issuer)!;
        Assert.Equal((1, true, null), (health.Keys, health.Usable, health.LastError));
        Assert.Contains(word, Assert.Single(health.Skipped), StringComparison.Ordinal);
    }

    public static TheoryData<string> Taken() => new(
        Good.With("use", "sig").With("key_ops", new JsonArray("verify")).With("alg", "RS256").ToJsonString(),
        Good.With("key_ops", new JsonArray("wrapKey", 1, "verify")).With("use", null).ToJsonString(),
        Good.With("n", Base64Url.EncodeToString(Enumerable.Repeat((byte)0xFF, 1024).ToArray())).ToJsonString(),
        Good.With("e", Base64Url.EncodeToString([1, 0, 0, 1])).ToJsonString(),
        Good.With("e", "Aw").ToJsonString());

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task Key_for_signatures_is_taken_up_to_the_greatest_modulus_and_exponent(string jwk)
    {
        using var keys = new IssuerKeys(new ManualClock());
        Assert.NotNull(await keys.FindAsync(TestIssuer.Uploaded(TestKeys.Set(JsonNode.Parse(jwk))), "good", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Signature_that_the_key_cannot_even_be_asked_for_does_not_hold()
    {
        // No product of two odd primes: the arithmetic of RSA cannot begin.
        byte[] even = [.. Enumerable.Repeat((byte)0xFF, 255), 0xFE];
        using var keys = new IssuerKeys(new ManualClock());
        var key = await keys.FindAsync(TestIssuer.Uploaded(TestKeys.Set(Good.With("n", Base64Url.EncodeToString(even)))), "good", TestContext.Current.CancellationToken);
        Assert.All(["RS256", "PS256"], algorithm => Assert.False(key!.Verify(algorithm, [1, 2, 3], Enumerable.Repeat((byte)1, 256).ToArray())));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "", "JWK Set" },
        { "[]", "JWK Set" },
        { "{}", "JWK Set" },
        { """{"keys":{}}""", "JWK Set" },
        { """{"keys":[],"keys":[]}""", "JWK Set" },
        { """{"keys":[{"kid":"a","kid":"b"}]}""", "JWK Set" },
        { """{"keys":[]}""", "no usable key" },
        { TestKeys.Set(TestKeys.Jwk(TestKeys.SmallRsa, "small")), "1024 bits" },
        { TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "twice"), TestKeys.Jwk(TestKeys.OtherRsa, "twice")), "two keys of the kid twice" },
        { TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "twice"), TestKeys.Jwk(TestKeys.OtherRsa, "twice").With("use", "enc")), "two keys of the kid twice" },
        { TestKeys.Set([.. Enumerable.Range(0, 51).Select(i => TestKeys.Jwk(TestKeys.Rsa, $"k{i}"))]), "more than 50 keys" },
        { TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "good")) + new string(' ', 256 * 1024), "256 KiB" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Set_that_is_ambiguous_endless_or_empty_is_none(string set, string word)
    {
        using var keys = new IssuerKeys(new ManualClock());
        var issuer = TestIssuer.Uploaded(set);
        var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await keys.FindAsync(issuer, "good", TestContext.Current.CancellationToken));
        Assert.Contains(word, unavailable.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal((false, 0), (keys.Health(issuer)!.Usable, keys.Health(issuer)!.Keys));
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "the uploaded set has no usable key")]
    [InlineData("""{"keys":[{},{"kid":"b","use":"enc"}]}""", "the uploaded set has no usable key; a key: it has no kid; the key b: its use is not sig")]
    [InlineData("""{"keys":[{"kid":"12345678901234567890123456789012345678901234567890123456789012345678901234567890"}]}""", "the uploaded set has no usable key; the key 12345678901234567890123456789012345678901234567890123456789012345678901234567890: its kty is neither RSA nor EC")]
    [InlineData("""{"keys":[{"kid":"123456789012345678901234567890123456789012345678901234567890123456789012345678901"}]}""", "the uploaded set has no usable key; the key 12345678901234567890123456789012345678901234567890123456789012345678901234567890...: its kty is neither RSA nor EC")]
    public async Task Each_key_that_does_not_serve_is_named_and_no_name_fills_the_page(string set, string told)
    {
        using var keys = new IssuerKeys(new ManualClock());
        var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await keys.FindAsync(TestIssuer.Uploaded(set), "b", TestContext.Current.CancellationToken));
        Assert.Equal(told, unavailable.InnerException!.Message);
    }

    [Fact]
    public async Task Fifty_keys_are_a_set()
    {
        using var keys = new IssuerKeys(new ManualClock());
        var issuer = TestIssuer.Uploaded(TestKeys.Set([.. Enumerable.Range(0, 50).Select(i => TestKeys.Jwk(TestKeys.Rsa, $"k{i}"))]));
        Assert.NotNull(await keys.FindAsync(issuer, "k49", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Certificate_in_a_key_is_not_the_key()
    {
        var request = new CertificateRequest("CN=other", TestKeys.OtherRsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TestToken.Now, TestToken.Now.AddYears(1));
        using var keys = new IssuerKeys(new ManualClock());
        var issuer = TestIssuer.Uploaded(TestKeys.Set(Good.With("x5c", new JsonArray(Convert.ToBase64String(certificate.RawData))).With("use", null)));
        var key = await keys.FindAsync(issuer, "good", TestContext.Current.CancellationToken);
        byte[] input = [1, 2, 3];
        Assert.True(key!.Verify("RS256", input, TestKeys.Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.False(key.Verify("RS256", input, TestKeys.OtherRsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    [Fact]
    public async Task Uploaded_set_never_grows_old_and_is_never_fetched()
    {
        var clock = new ManualClock();
        using var keys = new IssuerKeys(clock);
        var issuer = TestIssuer.Uploaded(TestKeys.Set(Good));
        Assert.NotNull(await keys.FindAsync(issuer, "good", TestContext.Current.CancellationToken));
        clock.Advance(TimeSpan.FromDays(400));
        Assert.NotNull(await keys.FindAsync(issuer, "good", TestContext.Current.CancellationToken));
        Assert.Null(await keys.FindAsync(issuer, "other", TestContext.Current.CancellationToken));
    }
}
