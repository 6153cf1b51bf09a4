using Bridge.Storage;

namespace Bridge.Server.Hosting;

/// <summary>Whether the database has the schema of this program. No command but the migrating ones changes it.</summary>
public static class Schema
{
    /// <summary>What is wrong and which command helps, or null.</summary>
    public static async Task<string?> MistakeAsync(BridgeDatabase database, CancellationToken ct)
    {
        var schema = await database.SchemaAsync(ct);
        return schema.Status switch
        {
            SchemaStatus.Current => null,
            SchemaStatus.Missing => "There is no Bridge in this database yet: run `bridge init`.",
            _ => schema.ToString(),
        };
    }
}
