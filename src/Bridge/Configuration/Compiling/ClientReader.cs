using System.Collections.Immutable;
using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads a client of the token endpoint.</summary>
internal static class ClientReader
{
    /// <summary>The client that every CI job can be, as it is where nobody says otherwise.</summary>
    public static readonly Client Default = new(Client.DefaultId, Public: true, Enabled: true, [], null);

    private const int HashLength = 64;

    public static ReadThing<Client> Read(MapReader map)
    {
        var id = map.Id() ?? "";
        var isPublic = id == Client.DefaultId;
        var client = new Client(id, isPublic, map.Flag("enabled", true), Hashes(map, id, isPublic), map.Text("default_audience"));
        map.Done();
        return new(client, map);
    }

    private static ImmutableArray<ImmutableArray<byte>> Hashes(MapReader map, string id, bool isPublic)
    {
        if (isPublic && map.Has("secret_sha256"))
            map.Mistake("secret_sha256", $"{Client.DefaultId} is public: it has no secret");
        else if (!isPublic && id.Length > 0 && !map.Has("secret_sha256"))
            map.Mistake("secret_sha256", $"is missing: only {Client.DefaultId} may be without a secret");
        var texts = map.Texts("secret_sha256") ?? [];
        if (texts.Length > 2)
            map.Mistake("secret_sha256", "can have two at most, the old and the new one during a change");
        if (texts.Any(text => text.Length != HashLength || !text.All(char.IsAsciiHexDigit)))
            map.Mistake("secret_sha256", "must be SHA-256 hashes of 64 hexadecimal digits each");
        return [.. texts.Where(text => text.Length == HashLength && text.All(char.IsAsciiHexDigit)).Select(text => Convert.FromHexString(text).ToImmutableArray())];
    }
}
