using Bridge.Configuration.Compiling;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>A template as files and the API write it.</summary>
public static class WrittenTemplate
{
    public static Node.Map Of(SubTemplate template) => TemplateReader.Write(template);
}
