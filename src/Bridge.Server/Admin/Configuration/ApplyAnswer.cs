using System.Collections.Immutable;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Definitions;

namespace Bridge.Server.Admin.Configuration;

/// <summary>What applying a file did, or would do.</summary>
/// <param name="Written">Whether anything was written.</param>
/// <param name="Difference">One line for each thing that is added (+), changed (~) or deleted (-).</param>
/// <param name="Deletions">How many things are deleted.</param>
/// <param name="Warnings">What the author should know.</param>
internal sealed record ApplyAnswer(bool Written, ImmutableArray<string> Difference, int Deletions, ImmutableArray<WarningView> Warnings)
{
    public static ApplyAnswer Of(ApplyPlan plan) => new(plan.Written, plan.Difference, plan.Deletions, WarningView.Of(plan.Warnings));
}
