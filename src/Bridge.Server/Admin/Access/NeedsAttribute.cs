using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>What a request is over, and so which callers can come near it.</summary>
public enum Over
{
    /// <summary>Something of the whole instance: no bound caller sees it.</summary>
    Instance,

    /// <summary>Nothing of its own, such as a list: bound callers come in, and what they see is cut to their reach behind the gate.</summary>
    Own,

    /// <summary>The project that the route values <c>issuer</c> and <c>project_id</c> name.</summary>
    Project,

    /// <summary>The project that the route value <c>id</c> names as GitLab's API does, of the issuer <c>issuer</c>, or of the only one.</summary>
    GitLabProject,
}

/// <summary>
/// The declaration that every route of the admin listener has, on the route or on the page model. One without it answers
/// nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public class NeedsAttribute : Attribute
{
    public NeedsAttribute(Right right, Over over = Over.Instance) => (Right, Over) = (right, over);

    private protected NeedsAttribute()
    {
    }

    /// <summary>The right; null where none is needed.</summary>
    public Right? Right { get; }

    public Over Over { get; }
}

/// <summary>For what answers everybody who reaches the listener: health, assets, the way to sign in.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsNothingAttribute : NeedsAttribute;
