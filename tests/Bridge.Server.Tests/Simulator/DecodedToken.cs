using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

/// <summary>A compact token taken apart without any check.</summary>
internal sealed record DecodedToken(string HeaderText, string PayloadText, byte[] Signature, byte[] Signed)
{
    public JsonObject Header => JsonNode.Parse(HeaderText)!.AsObject();

    public JsonObject Claims => JsonNode.Parse(PayloadText)!.AsObject();

    public static DecodedToken Read(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        return new DecodedToken(
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])),
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])),
            Base64Url.DecodeFromChars(parts[2]),
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
    }
}
