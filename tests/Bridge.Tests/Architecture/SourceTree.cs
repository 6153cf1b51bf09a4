using System.Xml.Linq;
using Xunit;

namespace Bridge.Tests.Architecture;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    public static readonly DirectoryInfo Root = Find();

    public static IEnumerable<FileInfo> Sources(string folder) => new DirectoryInfo(Path.Combine(Root.FullName, folder))
        .EnumerateFiles("*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root.FullName, file.FullName).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>Every project by its name, with the other projects, packages and frameworks that it names.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Projects(params string[] folders) => folders
        .Select(folder => new DirectoryInfo(Path.Combine(Root.FullName, folder)))
        .Where(folder => folder.Exists)
        .SelectMany(folder => folder.EnumerateFiles("*.csproj", SearchOption.AllDirectories))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name), References, StringComparer.Ordinal);

    private static IReadOnlyList<string> References(FileInfo project) =>
    [
        .. XDocument.Load(project.FullName).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")!.Value)
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name.Replace('\\', '/')) : name),
        // A web project has the framework without saying so.
        .. XDocument.Load(project.FullName).Root!.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : Array.Empty<string>(),
    ];

    private static DirectoryInfo Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
                return folder;
        }

        Assert.Fail("no folder above the tests has Bridge.sln");
        return null;
    }
}
