namespace Bridge.Refusals;

/// <summary>One row of <see cref="RefusalTable"/>.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Code">Its stable code: <c>reason</c> in the answer, the record and the metrics.</param>
/// <param name="Error">The OAuth error code (RFC 6749 §5.2, RFC 8693 §2.2.2).</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Sentence">What is said, with <c>{name}</c>, <c>{expected}</c> and <c>{actual}</c> filled in from the refusal.</param>
/// <param name="SentenceWhenAbsent">What is said instead where the job lacks the claim: of such a claim only its name is told.</param>
public sealed record RefusalRow(Reason Reason, string Code, string Error, int Status, string Sentence, string? SentenceWhenAbsent = null);
