using System.Text.Json;
using Bridge.Keys;

namespace Bridge.Server.Discovery;

/// <summary>The published key set (RFC 7517 §5): announced, active and retired keys, and of each only public members.</summary>
public static class KeySetDocument
{
    public static void Write(Utf8JsonWriter writer, KeyRing keys, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("keys");
        foreach (var key in keys.Published(now))
            Write(writer, key.Stored);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // RFC 7518 §6.2.1 and §6.3.1. Members are picked by name, so nothing private could pass even if it were stored there.
    private static void Write(Utf8JsonWriter writer, StoredKey key)
    {
        using var jwk = JsonDocument.Parse(key.PublicJwk);
        var type = jwk.RootElement.GetProperty("kty").GetString();
        writer.WriteStartObject();
        writer.WriteString("kty", type);
        writer.WriteString("use", "sig");
        writer.WriteString("alg", key.Algorithm);
        writer.WriteString("kid", key.KeyId);
        foreach (var name in type switch { "RSA" => (string[])["n", "e"], "EC" => ["crv", "x", "y"], _ => throw new InvalidOperationException($"a signing key of the type {type}") })
            writer.WriteString(name, jwk.RootElement.GetProperty(name).GetString());
        writer.WriteEndObject();
    }
}
