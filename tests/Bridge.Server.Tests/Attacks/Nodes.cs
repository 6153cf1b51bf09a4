using Bridge.Storage;
using Bridge.Testing.Hosting;

namespace Bridge.Server.Tests.Attacks;

/// <summary>Further nodes of a Bridge, beside the first or after it.</summary>
internal static class Nodes
{
    /// <summary>The options of a node with the same database and the same key-encryption key.</summary>
    public static BridgeServerOptions SameAgain(this BridgeServer bridge, TimeProvider time)
    {
        var storage = bridge.Settings.Storage;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Keys:EncryptionKeyFile"] = bridge.Settings.Keys.EncryptionKeyFile };
        if (storage.Provider == StorageProvider.Sqlite)
            settings["Storage:Path"] = storage.Path;
        return new BridgeServerOptions { Issuer = bridge.Issuer, Time = time, PostgreSql = storage.ConnectionString, Settings = settings };
    }
}
