using System.Text.Json.Nodes;
using Bridge.Records;
using Bridge.Testing.Hosting;

namespace Bridge.Server.Tests.Attacks;

/// <summary>An exchange that gave a token: the answer, the token taken apart, and its record.</summary>
public sealed record Granted(TokenResponse Response, string Token, JsonObject Header, JsonObject Claims, ExchangeRecord Record)
{
    public string Subject => Claims["sub"]!.GetValue<string>();

    public string KeyId => Header["kid"]!.GetValue<string>();

    public long Lifetime => Claims["exp"]!.GetValue<long>() - Claims["iat"]!.GetValue<long>();
}
