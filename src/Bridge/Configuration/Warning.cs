namespace Bridge.Configuration;

/// <summary>Something that is allowed, and that its author should know; it never keeps a change from being written.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Path">Where: <c>sub_components[default].components</c>.</param>
/// <param name="Message">What may come of it.</param>
/// <param name="Line">The line in the file, or 0.</param>
public sealed record Warning(string Code, string Path, string Message, int Line = 0)
{
    public override string ToString() => Line > 0 ? $"line {Line}: {Path}: {Message} ({Code})" : $"{Path}: {Message} ({Code})";
}
