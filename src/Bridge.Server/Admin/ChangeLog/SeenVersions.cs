using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>Which versions of things a caller sees: of those whom something binds, the sub components of their own place.</summary>
internal static class SeenVersions
{
    // A template may have stood elsewhere at another version, which then is that place's affair.
    public static async Task<bool> SeesAsync(this Caller caller, Engine engine, ThingVersion version, CancellationToken ct)
    {
        if (!caller.Reach.IsBound)
            return true;
        if (version.Item.Section != ChangeItem.SubComponents)
            return false;
        foreach (var json in new[] { version.Item.Before, version.Item.After }.OfType<string>())
        {
            if (!caller.May(Right.Read, await TemplatePlace.OfAsync(engine.Database.Configuration, NodeJson.ReadMap(json), ct)))
                return false;
        }

        return true;
    }
}
