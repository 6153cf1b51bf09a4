using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Definitions;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>One entry of the change log.</summary>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who: <c>cli:USER@HOST</c>, <c>token:ID</c> or <c>person:ISSUER/ID</c>.</param>
/// <param name="Why">The author's own words.</param>
/// <param name="FileSha256">The hash of the file that was applied.</param>
/// <param name="Difference">The difference as people read it; cut in lists.</param>
/// <param name="Warnings">What the author was warned of.</param>
/// <param name="PreviousHash">The hash of the entry before.</param>
/// <param name="Hash">The hash of this entry with all that it touched.</param>
internal sealed record ChangeView(
    long Revision,
    DateTimeOffset At,
    string Author,
    string? Why,
    string? FileSha256,
    ImmutableArray<string> Difference,
    ImmutableArray<WarningView> Warnings,
    string? PreviousHash,
    string? Hash)
{
    public static ChangeView Of(ChangeEntry entry) => new(
        entry.Revision, entry.At, entry.Author, entry.Why, entry.FileHash,
        [.. entry.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries)], WarningView.Of(entry.ReadWarnings()), entry.PreviousHash, entry.Hash);
}

/// <summary>What a change did to one thing.</summary>
/// <param name="Section">The section that the thing stands in.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Before">What it was; absent where it was not there.</param>
/// <param name="After">What it is since; absent where it was deleted.</param>
internal sealed record ChangeItemView(string Section, string Id, int Version, JsonElement? Before, JsonElement? After)
{
    public static ChangeItemView Of(ChangeItem item) => new(item.Section, item.Id, item.Version, Json(item.Before), Json(item.After));

    public static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>One version of a thing.</summary>
/// <param name="Version">The version.</param>
/// <param name="Revision">The revision that made it.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who.</param>
/// <param name="Why">The author's own words.</param>
/// <param name="Definition">What it was then; absent where it was deleted.</param>
internal sealed record VersionView(int Version, long Revision, DateTimeOffset At, string Author, string? Why, JsonElement? Definition)
{
    public static VersionView Of(ThingVersion version) => new(version.Item.Version, version.Revision, version.At, version.Author, version.Why, ChangeItemView.Json(version.Item.After));
}
