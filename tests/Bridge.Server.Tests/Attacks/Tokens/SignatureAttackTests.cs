using System.Text.Json.Nodes;
using Bridge.Simulator.Control;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Tokens that the issuer did not sign, and headers that want to choose how they are verified (RFC 8725 §2, §3).</summary>
public sealed class SignatureAttackTests(SignatureScene scene) : IClassFixture<SignatureScene>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    public async Task Algorithm_none_is_refused(string algorithm)
    {
        var token = scene.Token(header: new JsonObject { ["alg"] = algorithm });
        Assert.EndsWith(".", token, StringComparison.Ordinal);
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified("algorithm_not_allowed");
    }

    [Fact]
    public async Task Token_whose_signature_was_cut_off_is_refused()
    {
        var token = scene.Token();
        (await scene.Bridge.ExchangeAsync(token[..(token.LastIndexOf('.') + 1)], Ct)).IsRefusedUnverified("signature_invalid");
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task Public_key_is_no_secret_for_a_symmetric_algorithm(string algorithm) =>
        (await scene.Bridge.ExchangeAsync(scene.Token(header: new JsonObject { ["alg"] = algorithm }), Ct)).IsRefusedUnverified("algorithm_not_allowed");

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("rs256")]
    [InlineData("")]
    public async Task Algorithm_that_the_issuer_does_not_list_is_refused(string algorithm) =>
        (await scene.Bridge.ExchangeAsync(scene.Token(header: new JsonObject { ["alg"] = algorithm }), Ct)).IsRefusedUnverified("algorithm_not_allowed");

    // Each signature holds, and the key's own JWK names no algorithm: that the issuer lists RS256 alone is all that is in its way.
    [Theory]
    [InlineData("RS256", false)]
    [InlineData("RS384", true)]
    [InlineData("RS512", true)]
    [InlineData("PS256", true)]
    public async Task Algorithm_that_the_key_could_verify_is_refused_where_the_issuer_does_not_list_it(string algorithm, bool refused)
    {
        var attempt = await scene.Bridge.ExchangeAsync(HandSigned.Sign(HandSigned.Payload(scene.Payload(), scene.GitLab.Issuer), algorithm), Ct);
        if (refused)
            attempt.IsRefusedUnverified("algorithm_not_allowed");
        else
            attempt.IsGranted();
    }

    [Theory]
    [InlineData("""{"kid":"KID","typ":"JWT"}""", "algorithm_not_allowed")]
    [InlineData("""{"kid":"KID","alg":null}""", "algorithm_not_allowed")]
    [InlineData("""{"kid":"KID","alg":["RS256"]}""", "algorithm_not_allowed")]
    [InlineData("""{"alg":"RS256"}""", "key_unknown")]
    [InlineData("""{"alg":"RS256","kid":null}""", "key_unknown")]
    [InlineData("""{"alg":"RS256","kid":["KID"]}""", "key_unknown")]
    [InlineData("""{"alg":"RS256","kid":""}""", "key_unknown")]
    public async Task Header_without_an_algorithm_or_a_key_is_refused(string header, string recorded)
    {
        var raw = header.Replace("KID", scene.GitLab.GitLab.CiKey.Kid, StringComparison.Ordinal);
        var token = scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, HeaderRaw = raw });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified(recorded);
    }

    [Fact]
    public async Task Signature_with_one_bit_changed_is_refused()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, TamperSignature = true });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified("signature_invalid");
    }

    [Fact]
    public async Task Payload_under_the_signature_of_another_token_is_refused()
    {
        var (own, wanted) = (scene.Token().Split('.'), scene.Token(new JsonObject { ["project_id"] = "1" }).Split('.'));
        (await scene.Bridge.ExchangeAsync($"{own[0]}.{wanted[1]}.{own[2]}", Ct)).IsRefusedUnverified("signature_invalid");
    }

    [Fact]
    public async Task Key_that_GitLab_does_not_publish_is_refused()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, SigningKey = SigningKeyChoice.Unpublished });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified("key_unknown");
    }

    [Theory]
    [InlineData(false, "key_unknown")]
    [InlineData(true, "signature_invalid")]
    public async Task Key_of_another_trusted_issuer_is_refused(bool underTheKidOfTheRightOne, string recorded)
    {
        (await scene.Bridge.ExchangeAsync(scene.Other.Mint(scene.Bridge.Issuer), Ct)).IsGranted();
        var token = scene.Other.Mint(new TokenRequest
        {
            Audience = scene.Bridge.Issuer,
            Claims = new JsonObject { ["iss"] = scene.GitLab.Issuer },
            Header = underTheKidOfTheRightOne ? new JsonObject { ["kid"] = scene.GitLab.GitLab.CiKey.Kid } : [],
        });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified(recorded);
    }

    [Theory]
    [InlineData("jku", false, "key_unknown")]
    [InlineData("jku", true, "signature_invalid")]
    [InlineData("jwk", false, "key_unknown")]
    [InlineData("jwk", true, "signature_invalid")]
    [InlineData("x5u", false, "key_unknown")]
    [InlineData("x5u", true, "signature_invalid")]
    [InlineData("x5c", false, "key_unknown")]
    [InlineData("x5c", true, "signature_invalid")]
    public async Task Key_that_the_header_names_is_refused_and_nothing_is_fetched(string member, bool underTheKidOfGitLab, string recorded)
    {
        var header = Naming(member);
        if (underTheKidOfGitLab)
            header["kid"] = scene.GitLab.GitLab.CiKey.Kid;
        var token = scene.Attacker.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, Header = header });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified(recorded);
        Assert.Equal(new RequestCounts(0, 0), scene.Attacker.Requests);
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("jwk")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task Key_that_the_header_names_is_ignored_beside_a_signature_that_holds(string member)
    {
        (await scene.Bridge.ExchangeAsync(scene.Token(header: Naming(member)), Ct)).IsGranted();
        Assert.Equal(new RequestCounts(0, 0), scene.Attacker.Requests);
    }

    [Theory]
    [InlineData("crit", """["exp"]""")]
    [InlineData("crit", "[]")]
    [InlineData("crit", """["b64"]""")]
    [InlineData("b64", "false")]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("enc", "\"A256GCM\"")]
    public async Task Header_that_asks_for_more_than_a_signature_is_refused(string member, string value) =>
        (await scene.Bridge.ExchangeAsync(scene.Token(header: new JsonObject { [member] = JsonNode.Parse(value) }), Ct)).IsRefusedUnverified("header_not_allowed");

    [Fact]
    public async Task Encrypted_token_is_refused()
    {
        var parts = scene.Token(header: new JsonObject { ["alg"] = "RSA-OAEP", ["enc"] = "A256GCM" }).Split('.');
        (await scene.Bridge.ExchangeAsync($"{parts[0]}.{parts[2]}.AAAAAAAAAAAAAAAA.{parts[1]}.AAAAAAAAAAAAAAAAAAAAAA", Ct)).IsRefusedUnverified("subject_token_malformed");
    }

    // x5c would have to be a certificate; that it is not looked at is the same for any octets.
    private JsonObject Naming(string member)
    {
        var attacker = scene.Attacker.GitLab.CiKey;
        var jwk = new JsonObject { ["kty"] = "RSA", ["kid"] = attacker.Kid, ["n"] = attacker.Modulus, ["e"] = attacker.Exponent };
        return new JsonObject
        {
            [member] = member switch
            {
                "jwk" => jwk,
                "x5c" => new JsonArray(Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(attacker.PublicKeyPem))),
                _ => scene.Attacker.Address + "oauth/discovery/keys",
            },
        };
    }
}
