using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Definitions;

/// <summary>One thing that is configured.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, which <c>ETag</c> and <c>If-Match</c> carry; absent where others changed it at once after this answer's change.</param>
/// <param name="Definition">What it is, as a file says it and as it is put.</param>
/// <param name="Warnings">What the author of the change should know.</param>
/// <param name="Secret">The client secret that Bridge made: in the answer that makes it, and never again.</param>
internal sealed record ThingView(string Id, int? Version, Node.Map Definition, ImmutableArray<WarningView>? Warnings = null, string? Secret = null)
{
    public static ThingView Of(Definition definition) => new(definition.Id, definition.Version, definition.Value);

    public static ThingView Of(SubTemplate template) => new(template.Id, template.Version, WrittenTemplate.Of(template));
}

/// <summary>Something that is allowed, and that its author should know.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Path">Where.</param>
/// <param name="Message">What may come of it.</param>
/// <param name="Line">The line of the file.</param>
internal sealed record WarningView(string Code, string Path, string Message, int? Line = null)
{
    public static ImmutableArray<WarningView> Of(ImmutableArray<Warning> warnings) =>
        [.. warnings.Select(warning => new WarningView(warning.Code, warning.Path, warning.Message, warning.Line > 0 ? warning.Line : null))];

    public override string ToString() => new Warning(Code, Path, Message, Line ?? 0).ToString();
}
