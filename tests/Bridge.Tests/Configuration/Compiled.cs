using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.Linting;
using Bridge.Keys;
using Bridge.Subjects;
using Xunit;

namespace Bridge.Tests.Configuration;

/// <summary>Compiles definitions that are written as JSON, as they are stored.</summary>
internal static class Compiled
{
    public const string Issuer = """{"id": "gitlab", "url": "https://gitlab.example.com"}""";

    public static readonly ConfigurationCompiler Compiler = new("https://bridge.example.com", TimeSpan.FromHours(1));

    public static Compilation Load(ImmutableArray<SubTemplate> templates, params (Section Section, string Json)[] definitions) => Compiler.Load(
        new ConfigurationSource(3, [.. definitions.Select(Definition)], templates, [], ImmutableDictionary<string, string>.Empty), new KeyRing([]));

    /// <summary>The whole configuration, looked through as it is stored.</summary>
    public static Compilation Lint(ImmutableArray<SubTemplate> templates, ImmutableArray<KnownPath> paths, params (Section Section, string Json)[] definitions)
    {
        var source = new ConfigurationSource(3, [.. definitions.Select(Definition)], [.. templates.Where(template => template.Level != TemplateLevel.Project)], [], ImmutableDictionary<string, string>.Empty);
        return Compiler.Lint(new Candidate(
            source, source, [.. templates.Where(template => template.Level == TemplateLevel.Project)], [], ImmutableDictionary<string, Node.Map>.Empty, ImmutableDictionary<EnrolledProject, int>.Empty)
        {
            KnownPaths = paths,
        });
    }

    public static ConfigurationInForce Of(params (Section Section, string Json)[] definitions)
    {
        var compilation = Load([], definitions);
        Assert.Empty(compilation.Mistakes);
        return compilation.Configuration!;
    }

    private static Definition Definition((Section Section, string Json) written)
    {
        var map = NodeJson.ReadMap(written.Json);
        return new Definition(written.Section, ((Node.Scalar)map.Find("id")!.Value).Text, 7, map);
    }
}
