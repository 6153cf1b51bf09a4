using System.Collections.Immutable;
using Bridge.Projects;
using Bridge.Refusals;

namespace Bridge.Storage.Projects;

/// <summary>A project that is refused until an administrator confirms it.</summary>
/// <param name="Key">The project.</param>
/// <param name="Pin">Its pin now; null where it was never granted a token, or confirmed.</param>
/// <param name="Enrolled">Whether it is enrolled now.</param>
/// <param name="Confirmation">
/// What confirming it would set, and what it would be held against. Null where the newest record does not hold the path or
/// namespace id in full; then nothing can be confirmed that was shown exactly.
/// </param>
/// <param name="Reasons">Why it is refused: each reason that holds now, the newest first.</param>
public sealed record WaitingProject(ProjectKey Key, ProjectPin? Pin, bool Enrolled, Confirmation? Confirmation, ImmutableArray<WaitingReason> Reasons);

/// <summary>One reason for which a project is refused, over all records of it since the project was last pinned.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Expected">What Bridge knows: the owner of the path, the namespace id, or the path.</param>
/// <param name="Actual">What the newest job showed instead.</param>
/// <param name="RelyingParty">The relying party that the newest job asked for; for an unconfirmed project the one that demands enrolment.</param>
/// <param name="Latest">The id of the newest record.</param>
/// <param name="First">The time of the oldest record.</param>
/// <param name="Last">The time of the newest record.</param>
/// <param name="Count">How many records there are; counted up to <see cref="MostCounted"/>.</param>
public sealed record WaitingReason(
    Reason Reason, string? Expected, string? Actual, string? RelyingParty, Guid Latest, DateTimeOffset First, DateTimeOffset Last, int Count)
{
    /// <summary>A count that reaches this stands for so many or more.</summary>
    public const int MostCounted = 1000;
}
