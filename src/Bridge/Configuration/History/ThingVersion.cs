namespace Bridge.Configuration.History;

/// <summary>One version of one thing.</summary>
/// <param name="Item">What it was before and is after.</param>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who.</param>
/// <param name="Why">Why, in the author's own words, or null.</param>
public sealed record ThingVersion(ChangeItem Item, long Revision, DateTimeOffset At, string Author, string? Why);
