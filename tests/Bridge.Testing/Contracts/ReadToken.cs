using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Testing.Contracts;

/// <summary>An issued token as a relying party reads it: found, fetched and verified through discovery alone.</summary>
public sealed record ReadToken(JsonObject Header, JsonObject Claims)
{
    public string? Text(string claim) => Claims[claim]?.ToString();

    public DateTimeOffset Time(string claim) => DateTimeOffset.FromUnixTimeSeconds(Claims[claim]!.GetValue<long>());

    /// <summary>Verifies the token for an audience.</summary>
    public static async Task<ReadToken> VerifyAsync(IExchangeHost host, string token, string audience, CancellationToken ct)
    {
        var discovery = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/openid-configuration", ct))!;
        var keys = new JsonWebKeySet(await host.Http.GetStringAsync(new Uri(discovery["jwks_uri"]!.ToString()).AbsolutePath, ct));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery["issuer"]!.ToString(),
            ValidAudience = audience,
            IssuerSigningKeys = keys.Keys,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var parts = token.Split('.');
        return new ReadToken(Part(parts[0]), Part(parts[1]));
    }

    private static JsonObject Part(string text) => JsonNode.Parse(Base64UrlEncoder.Decode(text))!.AsObject();
}
