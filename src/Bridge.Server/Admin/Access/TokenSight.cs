using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>Which API tokens an administrator has to do with.</summary>
internal static class TokenSight
{
    /// <summary>Whether they see and revoke a token: one of a group neither sees nor revokes what reaches further than they do.</summary>
    public static bool Oversees(this Caller caller, ApiToken token) => caller.Reach.Covers(token.Reach.Place);
}
