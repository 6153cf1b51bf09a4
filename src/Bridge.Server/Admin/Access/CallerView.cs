using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>Who calls, as the API tells them.</summary>
/// <param name="Author">How the change log writes them.</param>
/// <param name="Right">What they may do.</param>
/// <param name="Issuer">The issuer of what they are bound to.</param>
/// <param name="ProjectId">The project that they are bound to.</param>
/// <param name="Group">The group that they are bound to, with all below it.</param>
internal sealed record CallerView(string Author, string Right, string? Issuer, string? ProjectId, string? Group)
{
    public static CallerView Of(Caller caller) => caller.Reach switch
    {
        Reach.Project bound => new(caller.Author, caller.Right.Word(), bound.Issuer, bound.Id, null),
        Reach.Group bound => new(caller.Author, caller.Right.Word(), bound.Issuer, null, bound.Path),
        { IsBound: false } => new(caller.Author, caller.Right.Word(), null, null, null),
        var other => throw new ArgumentOutOfRangeException(nameof(caller), other, "no token has such a reach"),
    };
}
