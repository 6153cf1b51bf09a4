using System.Collections.Immutable;
using Bridge.Access;

namespace Bridge.Configuration.Applying;

/// <summary>What became of an <see cref="Edit"/>.</summary>
public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    /// <summary>It was written, or was so already.</summary>
    /// <param name="Version">The version that the thing has now; null where it is gone.</param>
    /// <param name="Warnings">What the author should know.</param>
    /// <param name="Changed">Whether anything was written.</param>
    public sealed record Done(int? Version, ImmutableArray<Warning> Warnings, bool Changed) : EditOutcome;

    /// <summary>There is no such thing, or none within the caller's reach.</summary>
    public sealed record Missing : EditOutcome;

    /// <summary>It has another version than the caller saw; 0 where it is gone.</summary>
    public sealed record OtherVersion(int Version) : EditOutcome;

    /// <summary>The caller may see it and has not the right to do this.</summary>
    public sealed record Denied(Right Needed) : EditOutcome;

    /// <summary>It has mistakes; nothing was written.</summary>
    public sealed record Mistaken(ImmutableArray<Mistake> Mistakes) : EditOutcome;
}
