using System.Collections.Immutable;
using Bridge.Access;

namespace Bridge.Configuration.Applying;

/// <summary>What applying a file would do, or did.</summary>
/// <param name="Mistakes">All mistakes; with any, nothing is written.</param>
/// <param name="Warnings">What the author should know.</param>
/// <param name="Difference">One line for each thing that is added (+), changed (~) or deleted (-).</param>
/// <param name="Deletions">How many things are deleted.</param>
/// <param name="Revision">The revision that the plan was made against.</param>
/// <param name="Needed">The right that the change needs.</param>
/// <param name="Written">Whether the change was committed.</param>
public sealed record ApplyPlan(
    ImmutableArray<Mistake> Mistakes, ImmutableArray<Warning> Warnings, ImmutableArray<string> Difference, int Deletions, long Revision, Right Needed, bool Written = false)
{
    /// <summary>Whether there is nothing wrong and something to do.</summary>
    public bool Ready => Mistakes.IsEmpty && !Difference.IsEmpty;
}
