using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>Rights as they are written.</summary>
internal static class RightWords
{
    public static string Word(this Right right) => right.ToString().ToLowerInvariant();
}
