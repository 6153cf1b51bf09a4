namespace Bridge.Configuration.Applying;

/// <summary>A file that an administrator applies, or what stands for one.</summary>
/// <param name="Content">What stands in it.</param>
/// <param name="Hash">The SHA-256 of its bytes, in hexadecimal; null where it is no file.</param>
public sealed record ApplyFile(Node.Map Content, string? Hash)
{
    /// <summary>What a file would say that has one thing in it.</summary>
    /// <param name="section">The name of the section.</param>
    /// <param name="json">The thing, as the history keeps it.</param>
    public static ApplyFile Of(string section, string json) =>
        new(new Node.Map([new(section, new Node.List([NodeJson.ReadMap(json)], 0), 0)], 0), Hash: null);
}
