namespace Bridge.Refusals;

/// <summary>
/// One refusal, as the check that failed describes it. <paramref name="Name"/> is the claim, parameter, rule or header
/// member at fault; <paramref name="Expected"/> and <paramref name="Actual"/> are whole values. None of them is ever a
/// token or a secret. What of it a caller sees is decided in one place, <see cref="RefusalAnswer"/>.
/// </summary>
public sealed record Refused(Reason Reason, string? Name = null, string? Expected = null, string? Actual = null);
