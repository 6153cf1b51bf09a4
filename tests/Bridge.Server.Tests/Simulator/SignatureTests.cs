using System.Security.Cryptography;
using System.Text;
using Bridge.Simulator.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class SignatureTests : SimulatorTest
{
    [Fact]
    public async Task Verifies_through_discovery()
    {
        var result = await ValidateAsync(new TokenRequest { Audience = "https://service.example.com" });

        Assert.True(result.IsValid, result.Exception?.ToString());
    }

    [Fact]
    public async Task A_sign_in_token_verifies_with_the_same_JWKS()
    {
        var result = await ValidateAsync(new TokenRequest { Variant = TokenVariant.SignIn, Audience = "https://service.example.com" });

        Assert.True(result.IsValid, result.Exception?.ToString());
    }

    [Fact]
    public async Task A_tampered_signature_does_not_verify()
    {
        var result = await ValidateAsync(new TokenRequest { Audience = "https://service.example.com", TamperSignature = true });

        Assert.IsType<SecurityTokenInvalidSignatureException>(result.Exception);
    }

    [Fact]
    public async Task An_unpublished_key_is_not_found()
    {
        var result = await ValidateAsync(
            new TokenRequest { Audience = "https://service.example.com", SigningKey = SigningKeyChoice.Unpublished });

        Assert.IsType<SecurityTokenSignatureKeyNotFoundException>(result.Exception);
    }

    [Fact]
    public void The_header_is_exactly_GitLabs()
    {
        var token = DecodedToken.Read(GitLab.Mint(new TokenRequest()));

        Assert.Equal($$"""{"kid":"{{GitLab.GitLab.CiKey.Kid}}","typ":"JWT","alg":"RS256"}""", token.HeaderText);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("nOnE")]
    public void Algorithm_none_is_unsigned(string algorithm)
    {
        var token = GitLab.Mint(new TokenRequest { Header = { ["alg"] = algorithm, ["kid"] = null } });

        Assert.EndsWith(".", token, StringComparison.Ordinal);
        Assert.Equal($$"""{"typ":"JWT","alg":"{{algorithm}}"}""", DecodedToken.Read(token).HeaderText);
    }

    [Fact]
    public void HS256_takes_the_public_key_as_its_secret()
    {
        var token = DecodedToken.Read(GitLab.Mint(new TokenRequest { Header = { ["alg"] = "HS256" } }));

        var secret = Encoding.ASCII.GetBytes(GitLab.GitLab.CiKey.PublicKeyPem);
        Assert.Equal(HMACSHA256.HashData(secret, token.Signed), token.Signature);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", GitLab.GitLab.CiKey.PublicKeyPem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RS512", false)]
    [InlineData("PS256", true)]
    public void Other_RSA_algorithms_are_signed_as_the_header_says(string algorithm, bool pss)
    {
        var token = DecodedToken.Read(GitLab.Mint(new TokenRequest { Header = { ["alg"] = algorithm } }));

        using var rsa = RSA.Create();
        rsa.ImportFromPem(GitLab.GitLab.CiKey.PublicKeyPem);
        Assert.True(rsa.VerifyData(
            token.Signed, token.Signature, pss ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512,
            pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Any_header_member_can_be_had()
    {
        var response = await PostAsync(
            "/simulator/tokens", """{"header":{"kid":"unknown","jku":"https://evil.example.com","crit":["exp"],"jwk":{"kty":"oct"},"zip":"DEF","typ":null}}""");

        var token = DecodedToken.Read(await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal(
            """{"kid":"unknown","alg":"RS256","jku":"https://evil.example.com","crit":["exp"],"jwk":{"kty":"oct"},"zip":"DEF"}""", token.HeaderText);
    }

    [Fact]
    public async Task Raw_texts_are_signed_verbatim()
    {
        var response = await PostAsync(
            "/simulator/tokens", """{"header_raw":"{\"alg\":\"none\",\"alg\":\"RS256\"}","payload":"{\"ref\":\"\\ud800\",\"ref\":1"}""");

        var token = DecodedToken.Read(await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal("""{"alg":"none","alg":"RS256"}""", token.HeaderText);
        Assert.Equal("""{"ref":"\ud800","ref":1""", token.PayloadText);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(GitLab.GitLab.CiKey.PublicKeyPem);
        Assert.True(rsa.VerifyData(token.Signed, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Many_threads_can_mint_at_once()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 25).Select(_ => GitLab.Mint(new TokenRequest())).ToArray(), Ct)));

        using var rsa = RSA.Create();
        rsa.ImportFromPem(GitLab.GitLab.CiKey.PublicKeyPem);
        var decoded = tokens.SelectMany(batch => batch).Select(DecodedToken.Read).ToArray();
        Assert.All(decoded, token => Assert.True(
            rsa.VerifyData(token.Signed, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.Equal(200, decoded.Select(token => Text(token.Claims, "job_id")).Distinct(StringComparer.Ordinal).Count());
    }

    private async Task<TokenValidationResult> ValidateAsync(TokenRequest request)
    {
        var configuration = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{GitLab.Url}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(Http) { RequireHttps = false });
        var discovered = await configuration.GetConfigurationAsync(Ct);
        return await new JsonWebTokenHandler().ValidateTokenAsync(GitLab.Mint(request), new TokenValidationParameters
        {
            ValidIssuer = discovered.Issuer,
            ValidAudience = "https://service.example.com",
            ValidAlgorithms = ["RS256"],
            IssuerSigningKeys = discovered.SigningKeys,
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (notBefore, expires, _, _) =>
                notBefore.GetValueOrDefault() <= Clock.GetUtcNow().UtcDateTime && Clock.GetUtcNow().UtcDateTime < expires,
        });
    }
}
