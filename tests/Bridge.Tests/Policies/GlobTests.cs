using Bridge.Policies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Policies;

public sealed class GlobTests
{
    [Theory]
    [InlineData("main", "main", true)]
    [InlineData("main", "Main", false)]
    [InlineData("main", "main\n", false)]
    [InlineData("main", "a/main", false)]
    [InlineData("*", "main", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("*", "a\nb", true)]
    [InlineData("prod*", "prod", true)]
    [InlineData("prod*", "production/eu", false)]
    [InlineData("a*b*c", "a--b--c", true)]
    [InlineData("a*b*c", "a--c", false)]
    [InlineData("g/*", "g/p", true)]
    [InlineData("g/*", "g/sub/p", false)]
    [InlineData("g/*", "gg/p", false)]
    [InlineData("g/**", "g", false)]
    [InlineData("g/**", "g/", false)]
    [InlineData("g/**", "g/p", true)]
    [InlineData("g/**", "g/a/b/c", true)]
    [InlineData("g/**", "g//p", false)]
    [InlineData("g/**/p", "g/p", false)]
    [InlineData("g/**/p", "g/a/b/p", true)]
    [InlineData("**", "a/b", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("a|b", "a", false)]
    [InlineData("a|b", "a|b", true)]
    [InlineData("(a)+[b]{2}^$\\d?", "(a)+[b]{2}^$\\d?", true)]
    [InlineData("a?", "a", false)]
    [InlineData("a #b", "a #b", true)]
    [InlineData("x\ny", "x\ny", true)]
    [InlineData("İ", "i", false)]
    public void Matches_the_whole_value(string pattern, string value, bool matches) =>
        Assert.Equal(matches, Glob.Parse(pattern, out _)!.Matches(value));

    [Theory]
    [InlineData("", "a pattern cannot be empty")]
    [InlineData("a**", "** stands for whole segments: write it alone between slashes")]
    [InlineData("g/***", "** stands for whole segments: write it alone between slashes")]
    [InlineData("**.example", "** stands for whole segments: write it alone between slashes")]
    public void Tells_what_is_wrong_with_a_pattern(string pattern, string told)
    {
        Assert.Null(Glob.Parse(pattern, out var mistake));
        Assert.Equal(told, mistake);
    }

    [Fact]
    public void A_pattern_has_a_longest_length()
    {
        Assert.NotNull(Glob.Parse(string.Concat(Enumerable.Repeat("a*", 512)), out _));
        Assert.Null(Glob.Parse(string.Concat(Enumerable.Repeat("a*", 600)), out var mistake));
        Assert.Equal("a pattern has at most 1024 characters", mistake);
    }

    [Fact]
    public void A_hostile_value_takes_no_time()
    {
        var glob = Glob.Parse(string.Concat(Enumerable.Repeat("a*", 100)) + "b", out _)!;
        Assert.False(glob.Matches(new string('a', 16_000)));
    }

    [Fact]
    public void Every_value_matches_itself_and_nothing_else() => Prop.ForAll(Texts(), Texts(), (pattern, value) =>
        pattern.Length == 0 || pattern.Contains('*', StringComparison.Ordinal) || Glob.Parse(pattern, out _)!.Matches(value) == (pattern == value)).Check(Thorough);

    [Fact]
    public void A_star_never_crosses_a_slash() => Prop.ForAll(Texts(), value =>
        Glob.Parse("a*", out _)!.Matches("a" + value) == !value.Contains('/', StringComparison.Ordinal)).Check(Thorough);

    [Fact]
    public void A_pattern_matches_as_a_naive_reading_does() => Prop.ForAll(Texts(), Texts(), (pattern, value) =>
        Glob.Parse(pattern, out _) is not { } glob || glob.Matches(value) == Segments(pattern.Split('/'), value.Split('/'))).Check(Thorough);

    private static Config Thorough => Config.QuickThrowOnFailure.WithMaxTest(1500);

    private static Arbitrary<string> Texts() => Gen.Elements('a', 'b', '/', '*', '.', '\n', '|', '(', '\\', '^', '+', '?', '[')
        .ArrayOf().Select(characters => new string(characters)).Resize(6).ToArbitrary();

    private static bool Segments(ReadOnlySpan<string> pattern, ReadOnlySpan<string> value)
    {
        if (pattern.IsEmpty || value.IsEmpty)
            return pattern.IsEmpty && value.IsEmpty;
        if (pattern[0] != "**")
            return Segment(pattern[0], value[0]) && Segments(pattern[1..], value[1..]);
        for (var taken = 1; taken <= value.Length && value[taken - 1].Length > 0; taken++)
            if (Segments(pattern[1..], value[taken..]))
                return true;
        return false;
    }

    private static bool Segment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value) =>
        pattern.IsEmpty ? value.IsEmpty
        : pattern[0] == '*' ? Segment(pattern[1..], value) || (!value.IsEmpty && Segment(pattern, value[1..]))
        : !value.IsEmpty && pattern[0] == value[0] && Segment(pattern[1..], value[1..]);
}
