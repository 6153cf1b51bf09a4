using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Tests.GitLab;

/// <summary>Tokens written octet by octet, so that a test can write what no library would.</summary>
internal static class TestToken
{
    public const string KeyId = "ci";

    public static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Issuer Issuer = TestIssuer.Uploaded(TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, KeyId)));

    public static string Header(string algorithm = "RS256", string keyId = KeyId) =>
        new JsonObject { ["kid"] = keyId, ["typ"] = "JWT", ["alg"] = algorithm }.ToJsonString();

    public static JsonObject Claims() => new()
    {
        ["iss"] = TestIssuer.Iss,
        ["sub"] = "project_path:group/sub/project:ref_type:branch:ref:main",
        ["aud"] = TestIssuer.Audience,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["nbf"] = Now.ToUnixTimeSeconds() - 5,
        ["exp"] = Now.ToUnixTimeSeconds() + 3600,
        ["jti"] = "235b3a54-b797-45c7-ae9a-f72d7bc6ef5b",
        ["project_id"] = "20",
        ["project_path"] = "group/sub/project",
        ["namespace_id"] = "72",
        ["namespace_path"] = "group/sub",
        ["job_project_id"] = "20",
        ["job_project_path"] = "group/sub/project",
        ["user_id"] = "1",
        ["user_access_level"] = null,
        ["pipeline_id"] = "574",
        ["pipeline_source"] = "push",
        ["job_id"] = "302",
        ["ref"] = "main",
        ["ref_type"] = "branch",
        ["ref_protected"] = "true",
        ["runner_id"] = 1,
    };

    public static JsonObject Claims(string name, JsonNode? value)
    {
        var claims = Claims();
        claims[name] = value;
        return claims;
    }

    public static JsonObject ClaimsWithout(string name)
    {
        var claims = Claims();
        claims.Remove(name);
        return claims;
    }

    public static string Sign(string header, string payload) => Sign(header, payload, input => TestKeys.Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var input = $"{Part(header)}.{Part(payload)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>What becomes of a token up to its signature.</summary>
    public static async Task<Outcome<SignedToken>> VerifyAsync(string token, Issuer? issuer = null)
    {
        var trusted = issuer ?? Issuer;
        if (!UnverifiedToken.Parse(token).Is(out var unverified, out var refused))
            return refused;
        using var keys = new IssuerKeys(TimeProvider.System);
        return await new TokenVerifier(keys).VerifyAsync(
            unverified, iss => iss == trusted.Accepted[0].Iss ? (trusted, trusted.Accepted[0]) : null, TestContext.Current.CancellationToken);
    }

    /// <summary>What becomes of honestly signed claims in every check of the token.</summary>
    public static async Task<Outcome<GitLabJob>> CheckAsync(JsonObject claims, Issuer? issuer = null, DateTimeOffset? now = null)
    {
        var outcome = await VerifyAsync(Sign(Header(), claims.ToJsonString()), issuer);
        Assert.True(outcome.Is(out var signed, out var refused), refused?.Reason.ToString());
        return JobCheck.Check(signed, now ?? Now, TimeSpan.FromSeconds(30));
    }

    public static Refused Refusal<T>(this Outcome<T> outcome)
        where T : notnull
    {
        Assert.False(outcome.Is(out _, out var refused));
        return refused;
    }

    public static T Value<T>(this Outcome<T> outcome)
        where T : notnull
    {
        Assert.True(outcome.Is(out var value, out var refused), refused?.ToString());
        return value;
    }
}
