using System.Collections.Immutable;

namespace Bridge.Server.Admin.Shell;

/// <summary>A field that two people changed.</summary>
public sealed record ConflictingField(string Name, string? Theirs, string? Yours);

/// <summary>
/// Two people edited one thing: the model of <c>_Conflict</c>. A form carries the version that it was opened with; where another one
/// is stored by now nothing is written, and the form is shown again with what was typed, with the new version, and with this above
/// it. So saving once more is a decision that was made with both in view.
/// </summary>
/// <param name="Author">Who saved meanwhile, by name.</param>
/// <param name="At">When.</param>
/// <param name="Fields">What differs, in the order of the form.</param>
public sealed record EditConflict(string Author, DateTimeOffset At, ImmutableArray<ConflictingField> Fields);
