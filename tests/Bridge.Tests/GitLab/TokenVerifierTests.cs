using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Refusals;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class TokenVerifierTests
{
    private static readonly string Valid = TestToken.Sign(TestToken.Header(), TestToken.Claims().ToJsonString());

    [Fact]
    public async Task Token_that_the_issuer_signed_is_verified()
    {
        var token = (await TestToken.VerifyAsync(Valid)).Value();
        Assert.Equal(TokenKind.IdToken, token.Kind);
        Assert.Equal("20", token.Facts.ProjectId);
    }

    [Fact]
    public void Any_changed_character_of_a_token_is_refused()
    {
        using var keys = new IssuerKeys(TimeProvider.System);
        var verifier = new TokenVerifier(keys);
        var change = Gen.Choose(0, Valid.Length - 1).SelectMany(_ => Gen.Choose(0, 127), (at, character) => (at, (char)character));
        Check.One(Cases.Of(3000), Prop.ForAll(change.ToArbitrary(), pair => !IsAccepted(verifier, pair.at, pair.Item2)));
    }

    [Fact]
    public void Any_changed_last_character_of_the_signature_is_refused()
    {
        using var keys = new IssuerKeys(TimeProvider.System);
        var verifier = new TokenVerifier(keys);
        Assert.DoesNotContain(Enumerable.Range(0, 128), character => IsAccepted(verifier, Valid.Length - 1, (char)character));
    }

    private static bool IsAccepted(TokenVerifier verifier, int at, char character)
    {
        if (Valid[at] == character)
            return false;
        var changed = Valid[..at] + character + Valid[(at + 1)..];
        return UnverifiedToken.Parse(changed).Is(out var token, out _)
            && verifier.VerifyAsync(token, iss => iss == TestIssuer.Iss ? (TestToken.Issuer, TestToken.Issuer.Accepted[0]) : null, CancellationToken.None).AsTask().Result.Is(out _, out _);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    public async Task Algorithm_none_is_refused(string algorithm)
    {
        var unsigned = $"{TestToken.Part(TestToken.Header(algorithm))}.{TestToken.Part(TestToken.Claims().ToJsonString())}.";
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(unsigned)).Refusal().Reason);
        // Even an issuer that was misconfigured to allow it has no key for it.
        var careless = TestToken.Issuer with { Algorithms = [algorithm] };
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(unsigned, careless)).Refusal().Reason);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS512")]
    public async Task Public_key_as_hmac_secret_is_refused(string algorithm)
    {
        var secret = Encoding.ASCII.GetBytes(TestKeys.Rsa.ExportSubjectPublicKeyInfoPem());
        var token = TestToken.Sign(TestToken.Header(algorithm), TestToken.Claims().ToJsonString(), input => HMACSHA256.HashData(secret, input));
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(token)).Refusal().Reason);
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(token, TestToken.Issuer with { Algorithms = [algorithm] })).Refusal().Reason);
    }

    [Fact]
    public async Task Empty_signature_is_refused() =>
        Assert.Equal(Reason.SignatureInvalid, (await TestToken.VerifyAsync(Valid[..(Valid.LastIndexOf('.') + 1)])).Refusal().Reason);

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(4000)]
    public async Task Signature_of_another_length_is_refused(int length)
    {
        var token = TestToken.Sign(TestToken.Header(), TestToken.Claims().ToJsonString(), _ => new byte[length]);
        Assert.Equal(Reason.SignatureInvalid, (await TestToken.VerifyAsync(token)).Refusal().Reason);
    }

    [Fact]
    public async Task Signature_of_another_key_is_refused()
    {
        var token = TestToken.Sign(TestToken.Header(), TestToken.Claims().ToJsonString(), input => TestKeys.OtherRsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(Reason.SignatureInvalid, (await TestToken.VerifyAsync(token)).Refusal().Reason);
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task Key_in_the_header_is_ignored(string member)
    {
        var header = JsonNode.Parse(TestToken.Header())!.AsObject();
        header[member] = member switch
        {
            "jwk" => TestKeys.Jwk(TestKeys.OtherRsa, TestToken.KeyId),
            "x5c" => new JsonArray("AAAA"),
            _ => "http://127.0.0.1:1/keys",
        };
        var forged = TestToken.Sign(header.ToJsonString(), TestToken.Claims().ToJsonString(), input => TestKeys.OtherRsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(Reason.SignatureInvalid, (await TestToken.VerifyAsync(forged)).Refusal().Reason);
        Assert.True((await TestToken.VerifyAsync(TestToken.Sign(header.ToJsonString(), TestToken.Claims().ToJsonString()))).Is(out _, out _));
    }

    [Theory]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "null")]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("enc", "\"A256GCM\"")]
    [InlineData("b64", "false")]
    public async Task Header_member_that_changes_the_meaning_is_refused(string member, string value)
    {
        var header = JsonNode.Parse(TestToken.Header())!.AsObject();
        header[member] = JsonNode.Parse(value);
        var refused = (await TestToken.VerifyAsync(TestToken.Sign(header.ToJsonString(), TestToken.Claims().ToJsonString()))).Refusal();
        Assert.Equal((Reason.HeaderNotAllowed, member), (refused.Reason, refused.Name));
    }

    [Theory]
    [InlineData("https://gitlab.example.com/")]
    [InlineData("https://GITLAB.example.com")]
    [InlineData("http://gitlab.example.com")]
    [InlineData("https://gitlab.example.com\0")]
    [InlineData("gitlab.example.com")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Issuer_that_is_not_equal_byte_for_byte_is_refused(string? iss) =>
        Assert.Equal(Reason.IssuerUnknown, (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(), TestToken.Claims("iss", iss).ToJsonString()))).Refusal().Reason);

    [Fact]
    public async Task Disabled_issuer_is_refused() =>
        Assert.Equal(Reason.IssuerDisabled, (await TestToken.VerifyAsync(Valid, TestToken.Issuer with { Enabled = false })).Refusal().Reason);

    [Theory]
    [InlineData("CI")]
    [InlineData("ci ")]
    [InlineData("")]
    [InlineData("../ci")]
    public async Task Key_id_that_is_not_equal_is_refused_though_the_only_key_would_verify(string keyId) =>
        Assert.Equal(Reason.KeyUnknown, (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(keyId: keyId), TestToken.Claims().ToJsonString()))).Refusal().Reason);

    [Fact]
    public async Task Refusal_names_what_was_expected_and_what_the_token_says_of_itself()
    {
        var claims = TestToken.Claims().ToJsonString();
        var issuer = TestIssuer.Uploaded(TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, TestToken.KeyId))) with { Algorithms = ["RS256", "ES256"] };
        Assert.Equal(new Refused(Reason.AlgorithmNotAllowed, null, "RS256, ES256", "HS256"), (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header("HS256"), claims), issuer)).Refusal());
        Assert.Equal(
            new Refused(Reason.AlgorithmNotAllowed, null, "RS256, RS384, RS512, PS256, PS384, PS512", "ES256"),
            (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header("ES256"), claims), issuer)).Refusal());
        Assert.Equal(new Refused(Reason.KeyUnknown, "gitlab", null, "other"), (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(keyId: "other"), claims), issuer)).Refusal());
        Assert.Equal(new Refused(Reason.IssuerDisabled, "gitlab"), (await TestToken.VerifyAsync(Valid, issuer with { Enabled = false })).Refusal());
    }

    [Fact]
    public async Task Missing_algorithm_is_refused() =>
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(TestToken.Sign("{\"kid\":\"ci\"}", TestToken.Claims().ToJsonString()))).Refusal().Reason);

    [Fact]
    public async Task Missing_key_id_is_refused() =>
        Assert.Equal(Reason.KeyUnknown, (await TestToken.VerifyAsync(TestToken.Sign("{\"alg\":\"RS256\"}", TestToken.Claims().ToJsonString()))).Refusal().Reason);

    [Fact]
    public async Task Algorithm_of_the_token_must_be_that_of_the_key()
    {
        var issuer = TestIssuer.Uploaded(TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, TestToken.KeyId).With("alg", "RS256"))) with { Algorithms = ["RS256", "PS256", "ES256"] };
        var claims = TestToken.Claims().ToJsonString();
        var pss = TestToken.Sign(TestToken.Header("PS256"), claims, input => TestKeys.Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        var refused = (await TestToken.VerifyAsync(pss, issuer)).Refusal();
        Assert.Equal((Reason.AlgorithmNotAllowed, "RS256"), (refused.Reason, refused.Expected));
        var elliptic = TestToken.Sign(TestToken.Header("ES256"), claims, input => TestKeys.P256.SignData(input, HashAlgorithmName.SHA256));
        Assert.Equal(Reason.AlgorithmNotAllowed, (await TestToken.VerifyAsync(elliptic, issuer)).Refusal().Reason);
        Assert.True((await TestToken.VerifyAsync(Valid, issuer)).Is(out _, out _));
    }

    public static TheoryData<string, string, int> Curves => new()
    {
        { "P-256", "ES256", 256 }, { "P-384", "ES384", 384 }, { "P-521", "ES512", 521 },
        { "P-256", "ES384", 256 }, { "P-384", "ES256", 384 }, { "P-521", "ES256", 521 }, { "P-256", "RS256", 256 },
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public async Task Elliptic_key_verifies_only_the_algorithm_of_its_curve(string curve, string algorithm, int size)
    {
        var key = size switch { 256 => TestKeys.P256, 384 => TestKeys.P384, _ => TestKeys.P521 };
        var hash = algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
        var issuer = TestIssuer.Uploaded(TestKeys.Set(TestKeys.Jwk(key, curve, TestToken.KeyId))) with { Algorithms = [algorithm] };
        var token = TestToken.Sign(TestToken.Header(algorithm), TestToken.Claims().ToJsonString(), input => key.SignData(input, hash));
        var suits = (curve, algorithm) is ("P-256", "ES256") or ("P-384", "ES384") or ("P-521", "ES512");
        Assert.Equal(suits, (await TestToken.VerifyAsync(token, issuer)).Is(out _, out var refused));
        Assert.Equal(suits ? null : Reason.AlgorithmNotAllowed, refused?.Reason);
        // All zeros would hold where r and s are not looked at (CVE-2022-21449), and so might what is not as long as they are.
        foreach (var length in suits ? [key.SignData([], hash).Length, 1, 63, 65, 4000] : Array.Empty<int>())
        {
            var zeros = TestToken.Sign(TestToken.Header(algorithm), TestToken.Claims().ToJsonString(), _ => new byte[length]);
            Assert.Equal(Reason.SignatureInvalid, (await TestToken.VerifyAsync(zeros, issuer)).Refusal().Reason);
        }
    }

    [Fact]
    public async Task Unusable_keys_are_an_outage_and_no_refusal() =>
        await Assert.ThrowsAsync<KeysUnavailableException>(() => TestToken.VerifyAsync(Valid, TestIssuer.Uploaded("{\"keys\":[]}")));

    [Fact]
    public async Task One_key_verifies_on_many_threads_at_once()
    {
        using var keys = new IssuerKeys(TimeProvider.System);
        var verifier = new TokenVerifier(keys);
        var token = UnverifiedToken.Parse(Valid).Value();
        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, async (run, ct) =>
            Assert.True((await verifier.VerifyAsync(token, _ => (TestToken.Issuer, TestToken.Issuer.Accepted[0]), ct)).Is(out SignedToken? _, out Refused? _)));
    }
}
