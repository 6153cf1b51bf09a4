using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>
/// One way into administration: how its callers prove who they are, and how it tells somebody no. A proof of one surface is
/// none at another, so that a browser's cookie never speaks to the API.
/// </summary>
public abstract class Surface
{
    /// <summary>Who calls, or why that is not known.</summary>
    public abstract Task<Identified> IdentifyAsync(HttpContext context);

    /// <summary>Answers a caller whom the gate keeps out.</summary>
    public abstract Task RefuseAsync(HttpContext context, Denial denial);
}

/// <summary>Who calls, or why nobody was let in: one of the two.</summary>
public sealed record Identified(Caller? Caller, Denial? Denial)
{
    public Identified(Denial denial)
        : this(null, denial)
    {
    }

    public Identified(Caller caller)
        : this(caller, null)
    {
    }
}
