using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>What a change did to a thing, in words.</summary>
internal static class ChangeText
{
    /// <summary>In one line: <c>made</c>, <c>deleted</c>, or what is different since.</summary>
    public static string Of(ChangeItem item) => item switch
    {
        { After: null } => "deleted",
        { Before: null } => item.Version == 1 ? "made" : "made again",
        _ => Difference.Of(NodeJson.ReadMap(item.Before), NodeJson.ReadMap(item.After)),
    };

    /// <summary>A thing as the history keeps it; null where it was not there.</summary>
    public static Node.Map? Read(string? json) => json is null ? null : NodeJson.ReadMap(json);
}
