using System.Text.Json;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class VariantTests : SimulatorTest
{
    [Fact]
    public void Version_1_has_a_bare_host_as_issuer_and_no_audience()
    {
        var claims = Claims(new TokenRequest { Variant = TokenVariant.V1 });

        Assert.Equal("127.0.0.1", Text(claims, "iss"));
        Assert.Equal($"job_{Text(claims, "job_id")}", Text(claims, "sub"));
        Assert.Equal(
            [
                "exp", "iat", "iss", "job_id", "jti", "namespace_id", "namespace_path", "nbf", "pipeline_id", "pipeline_source",
                "project_id", "project_path", "ref", "ref_path", "ref_protected", "ref_type", "sub", "user_access_level",
                "user_email", "user_id", "user_login",
            ],
            claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Version_2_has_GitLab_itself_as_audience_and_a_fixed_subject()
    {
        var claims = Claims(new TokenRequest { Variant = TokenVariant.V2 });

        Assert.Equal(GitLab.Url, Text(claims, "iss"));
        Assert.Equal(GitLab.Url, Text(claims, "aud"));
        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:main", Text(claims, "sub"));
        Assert.False(claims.ContainsKey("job_project_id"));
        Assert.False(claims.ContainsKey("source_project_id"));
    }

    [Fact]
    public void A_sign_in_token_is_about_a_user_and_signed_by_the_other_key()
    {
        var token = DecodedToken.Read(GitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn }));

        Assert.Equal(GitLab.GitLab.SignInKey.Kid, token.Header["kid"]!.GetValue<string>());
        Assert.Equal(
            [
                "aud", "auth_time", "email", "email_verified", "exp", "family_name", "given_name", "groups_direct", "iat", "iss",
                "name", "nickname", "picture", "preferred_username", "profile", "sub", "sub_legacy", "website",
            ],
            token.Claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.Equal(GitLab.Url, Text(token.Claims, "iss"));
        Assert.Equal("1", Text(token.Claims, "sub"));
        Assert.Equal(JsonValueKind.True, token.Claims["email_verified"]!.GetValueKind());
        Assert.Equal(JsonValueKind.Number, token.Claims["auth_time"]!.GetValueKind());
        Assert.Equal(JsonValueKind.Array, token.Claims["groups_direct"]!.GetValueKind());
        Assert.Equal(120, token.Claims["exp"]!.GetValue<long>() - token.Claims["iat"]!.GetValue<long>());
    }
}
