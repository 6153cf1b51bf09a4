using System.Diagnostics.CodeAnalysis;

namespace Bridge.Refusals;

/// <summary>
/// What a check gives: the value that the next check needs, or the refusal. Expected refusals are values; bugs and outages
/// are exceptions. A default instance is a refusal without a reason, never a pass.
/// </summary>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? value;
    private readonly Refused? refused;
    private readonly bool passed;

    // A null that slipped past the compiler is a defect like a default instance, and no pass either.
    private Outcome(T value) => (this.value, passed) = (value, value is not null);

    private Outcome(Refused refused) => this.refused = refused;

    /// <summary>True with the value, false with the refusal.</summary>
    public bool Is([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refused? refused)
    {
        value = this.value;
        refused = passed ? null : this.refused ?? new Refused(Reason.Unspecified);
        return passed;
    }

    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "A return statement is the alternate.")]
    public static implicit operator Outcome<T>(T value) => new(value);

    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "A return statement is the alternate.")]
    public static implicit operator Outcome<T>(Refused refused) => new(refused);
}
