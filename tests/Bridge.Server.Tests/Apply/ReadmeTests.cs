using System.Text.RegularExpressions;
using Bridge.Configuration.Linting;
using Xunit;

namespace Bridge.Server.Tests.Apply;

/// <summary>What the README shows of configuration can be applied as it stands there, and raises no doubt.</summary>
public sealed partial class ReadmeTests
{
    private const string Around = """
        issuers:
          - { id: gitlab, url: https://gitlab.example.com }
        relying_parties:
          - id: account
            audience: https://account.example.com
            scopes: [read, deploy:staging, deploy:production]

        """;

    public static TheoryData<string> Examples => [.. Blocks("### How to choose a subject"), .. Blocks("### Writing rules")];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Each_example_applies(string yaml)
    {
        var inside = yaml.StartsWith("rules:", StringComparison.Ordinal) ? Around + "    " + yaml.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal) : Around + yaml;

        var plan = await new Applied().PlanAsync(inside);

        Assert.Empty(plan.Mistakes);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void There_are_three_examples_of_rules_and_one_of_sub_components() => Assert.Equal(4, Examples.Count);

    [Fact]
    public void Every_code_of_the_linter_stands_in_the_table()
    {
        var table = Readme[Readme.IndexOf("| code | what it finds |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
        var codes = table.Split('\n').Skip(2).SelectMany(line => Code().Matches(line.Split('|')[1]).Select(match => match.Groups["code"].Value));
        Assert.Equal(LintRules.All.Select(rule => rule.Code).Order(), codes.Order());
    }

    private static string Readme { get; } = File.ReadAllText(Path()).ReplaceLineEndings("\n");

    private static IEnumerable<string> Blocks(string heading)
    {
        var section = Readme[Readme.IndexOf(heading, StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n##", 3, StringComparison.Ordinal)];
        return Block().Matches(section).Select(match => match.Groups["yaml"].Value);
    }

    private static string Path([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../../README.md");

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<code>[a-z_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
