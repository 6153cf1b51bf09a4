using System.Collections.Immutable;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>The way of an exchange through the checks, and beside it another one: the model of <c>_Checks</c>.</summary>
/// <param name="Steps">The way.</param>
/// <param name="Others">The other way, check for check; empty where there is none.</param>
/// <param name="Other">What the other is called.</param>
internal sealed record Checks(ImmutableArray<Step> Steps, ImmutableArray<Step> Others, string Other)
{
    /// <summary>Whether what was asked for is only somebody's word.</summary>
    public bool Recorded { get; init; }

    /// <summary>The same check of the other way, where it is worth telling: it ended otherwise or found something else.</summary>
    public Step? Beside(int index)
    {
        if (Others.IsEmpty)
            return null;
        var (step, other) = (Steps[index], Others[index]);
        return other.State == step.State && (other.Found == step.Found || (Recorded && !IsWordedAlike(step))) ? null : other;
    }

    // What a record tells and what is decided anew are worded alike only in part.
    private static bool IsWordedAlike(Step step) => step.State == StepState.Refused || step.Check is Bridge.Exchange.Check.Rules or Bridge.Exchange.Check.Subject;
}
