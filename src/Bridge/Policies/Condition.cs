using System.Collections.Immutable;
using Bridge.GitLab;

namespace Bridge.Policies;

/// <summary>
/// One condition on a claim or derived fact. Text is compared ordinally. Except for present and absent, a condition and its
/// <c>not</c> are both false where the claim is blank or of the wrong shape: a missing claim never lets anybody in.
/// </summary>
public abstract record Condition(string Claim)
{
    /// <summary>What the condition wants, for people.</summary>
    public abstract string Expectation { get; }

    public abstract bool Holds(JobFacts facts);

    /// <summary>What the job has there, for people; null where it has nothing.</summary>
    public string? Actual(JobFacts facts) => facts.IsBlank(Claim) ? null
        : facts.Scalar(Claim, out var text) ? text
        : facts.Claims.Texts(Claim, out var texts) ? string.Join(", ", texts)
        : "a value of another shape";

    /// <summary>The claim is there and not empty.</summary>
    public sealed record Present(string Claim) : Condition(Claim)
    {
        public override string Expectation => "present";

        public override bool Holds(JobFacts facts) => !facts.IsBlank(Claim);
    }

    /// <summary>The claim is absent, null or empty.</summary>
    public sealed record Absent(string Claim) : Condition(Claim)
    {
        public override string Expectation => "absent";

        public override bool Holds(JobFacts facts) => facts.IsBlank(Claim);
    }

    /// <summary>The scalar claim is one of some texts.</summary>
    public sealed record OneOf(string Claim, ImmutableArray<string> Values, bool Negated) : Condition(Claim)
    {
        public override string Expectation => (Negated ? "not " : "") + string.Join(" or ", Values);

        public override bool Holds(JobFacts facts) =>
            !facts.IsBlank(Claim) && facts.Scalar(Claim, out var text) && Values.Contains(text) != Negated;
    }

    /// <summary>The scalar claim matches a pattern.</summary>
    public sealed record Matches(string Claim, Glob Glob, bool Negated) : Condition(Claim)
    {
        public override string Expectation => (Negated ? "not " : "") + Glob.Pattern;

        public override bool Holds(JobFacts facts) =>
            !facts.IsBlank(Claim) && facts.Scalar(Claim, out var text) && Glob.Matches(text) != Negated;
    }

    /// <summary>The array claim has a text among its members.</summary>
    public sealed record Contains(string Claim, string Value, bool Negated) : Condition(Claim)
    {
        public override string Expectation => (Negated ? "without " : "with ") + Value;

        public override bool Holds(JobFacts facts) =>
            !facts.IsBlank(Claim) && facts.Claims.Texts(Claim, out var texts) && texts.Contains(Value) != Negated;
    }
}
