using Bridge.Configuration.Compiling;
using Bridge.Configuration.Reading;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>What somebody wants one thing of the configuration to be.</summary>
/// <param name="Section">The section that it stands in, as files call it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Value">What it shall be, with its id in it; null to delete it.</param>
/// <param name="Version">The version that it must have now, so that nobody overwrites what they have not seen; 0 where there must be none.</param>
public sealed record Edit(string Section, string Id, Node.Map? Value, int Version)
{
    /// <summary>The section of sub components.</summary>
    public const string SubComponents = "sub_components";

    /// <summary>The template that it wants, as far as it can be read; its mistakes are told where it is planned.</summary>
    internal SubTemplate? Template => Section == SubComponents && Value is not null ? TemplateReader.Read(new MapReader(Value, "", new Findings())) : null;

    internal Node.Map Content => new([new(Section, new Node.List(Value is null ? [] : [Value], 0), 0)], 0);
}
