using System.Text;
using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Refs that try to look like more of a subject than a ref, or like another ref.</summary>
public sealed class SubjectAttackTests(Scene scene) : IClassFixture<Scene>
{
    private const string Before = "project_path:my-group/my-project:ref_type:branch:ref:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("main", "main")]
    [InlineData("feature/a:b", "feature/a%3Ab")]
    [InlineData("main:ref_type:tag", "main%3Aref_type%3Atag")]
    [InlineData("feature/a%3Ab", "feature/a%253Ab")]
    [InlineData("100%", "100%25")]
    [InlineData("a b", "a%20b")]
    [InlineData("a\tb\r\nc", "a%09b%0D%0Ac")]
    [InlineData("a\0b", "a%00b")]
    [InlineData("a\u007Fb", "a%7Fb")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    [InlineData("main\u200B", "main%E2%80%8B")]
    [InlineData("main\u202Eniam", "main%E2%80%AEniam")]
    [InlineData("main\uFF1Aref", "main%EF%BC%9Aref")]
    [InlineData("m\u0430in", "m%D0%B0in")]
    [InlineData("\U0001F680", "%F0%9F%9A%80")]
    [InlineData("a\"b\\c'd*", "a\"b\\c'd*")]
    public async Task Ref_stands_escaped_in_the_subject(string name, string escaped)
    {
        var claims = (await ExchangeAsync(name)).IsGranted();
        Assert.Equal(Before + escaped, claims["sub"]!.ToString());
    }

    [Fact]
    public async Task Two_different_refs_never_give_one_subject()
    {
        string[] refs =
        [
            "main", "Main", "main ", " main", "main/", "main\u200B", "m\u0430in", "main%", "main%25", "main%2525", "main:", "main%3A", "main%3a", "main%253A",
            "main\uFF1A", "\u00E9", "e\u0301", "%C3%A9", "\u212B", "\u00C5", "a+b", "a b", "a%20b", "a%2Bb", "a\0", "a%00", "a", "a\uFFFD", "a\\u0000", "refs/heads/main",
        ];
        var subjects = new List<string>();
        foreach (var name in refs)
            subjects.Add((await ExchangeAsync(name)).IsGranted()["sub"]!.ToString());
        Assert.Equal(subjects.Count, subjects.Distinct(StringComparer.Ordinal).Count());
        Assert.All(subjects, subject => Assert.All(subject, character => Assert.InRange(character, '\x21', '\x7E')));
    }

    [Theory]
    [InlineData("my-group/one", "branch", "a:ref_type:tag:ref:b")]
    [InlineData("my-group/one:ref_type:branch:ref:a", "tag", "b")]
    public async Task Project_path_cannot_take_over_what_follows_it(string path, string type, string name)
    {
        var claims = new JsonObject { ["project_id"] = path == "my-group/one" ? "31" : "32", ["project_path"] = path, ["ref_type"] = type, ["ref"] = name, ["sub"] = "as GitLab wrote it" };
        var sub = (await scene.Bridge.ExchangeAsync(scene.Token(claims), Ct)).IsGranted()["sub"]!.ToString();
        Assert.Equal(["project_path", Escaped(path), "ref_type", type, "ref", Escaped(name)], sub.Split(':'));

        static string Escaped(string text) => text.Replace(":", "%3A", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ref_that_makes_the_subject_too_long_is_refused()
    {
        (await ExchangeAsync(new string('a', 255 - Before.Length))).IsGranted();
        (await ExchangeAsync(new string('a', 256 - Before.Length))).IsRefused("subject_too_long", "255", "256");
        (await ExchangeAsync(new StringBuilder().Insert(0, "\u00E9", 100).ToString())).IsRefused("subject_too_long", "255", (Before.Length + 600).ToString());
    }

    private Task<Attempt> ExchangeAsync(string name) => scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["ref"] = name, ["sub"] = "as GitLab wrote it" }), Ct);
}
