using System.Text.RegularExpressions;
using Xunit;

namespace Bridge.Tests.Architecture;

/// <summary>The README may name only what is there.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_test_that_the_threat_model_names_is_there()
    {
        var readme = File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "README.md"));
        var model = readme[readme.IndexOf("## Threat model", StringComparison.Ordinal)..];
        var sources = Directory.EnumerateFiles(Path.Combine(SourceTree.Root.FullName, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path).Split('.')[0], File.ReadAllText, StringComparer.Ordinal);

        var named = TestName().Matches(model).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources[test.Class], source => source.Contains($" {test.Method}(", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_test_class_that_a_promise_names_is_there()
    {
        var readme = File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "README.md"));
        var files = Directory.EnumerateFiles(Path.Combine(SourceTree.Root.FullName, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);

        var named = ClassName().Matches(readme).Select(match => match.Groups["class"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !files.Contains(name!));
    }

    [GeneratedRegex(@"`(?<class>[A-Za-z]+(Tests|Contract))`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"`(?<class>[A-Za-z]+(Tests|Contract))\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
