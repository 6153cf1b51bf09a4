using Bridge.Policies;
using Bridge.Testing;
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

    // An engine that goes back and tries again has no end here, on any machine: it has a power of 128,000 ways to split each value.
    [Theory]
    [InlineData("a*a*a*a*a*a*a*a*a*a*b", "a")]
    [InlineData("**/a/**/a/**/a/**/b", "a/")]
    [InlineData("x/**/**/**/**/*a*a*a*b", "x/a")]
    public void A_hostile_value_of_any_length_ends(string pattern, string repeated) =>
        Assert.False(Glob.Parse(pattern, out _)!.Matches(string.Concat(Enumerable.Repeat(repeated, 128_000))));

    [Fact]
    public void A_pattern_of_many_stars_ends()
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

    [Fact]
    public void No_value_that_was_made_after_a_pattern_escapes_it() => Prop.ForAll(Texts(), Texts(), (pattern, filling) =>
        Glob.Parse(pattern, out _) is not { } glob || glob.Matches(After(pattern, filling)) == Segments(pattern.Split('/'), After(pattern, filling).Split('/'))).Check(Thorough);

    private static Config Thorough => Cases.Of(1500);

    // Whatever a regular expression, a path, a line or a locale could take in another way; a half of a surrogate pair too.
    private static Arbitrary<string> Texts() => Gen.Frequency(
            (5, Gen.Elements("a", "b", "A")),
            (4, Gen.Elements("/", "*", "**")),
            (4, Gen.Elements(".", "|", "(", ")", "\\", "^", "$", "+", "?", "[", "]", "{", "}", "#", " ", "-", "\\d", "\\z")),
            (3, Gen.Elements("\n", "\r", "\0", "\u2028", "İ", "ı", "é", "e\u0301", "ß", "\U0001F98A", "\uD83E", "K", "\u212A")))
        .ArrayOf().Select(string.Concat).Resize(7).ToArbitrary();

    // Puts the filling where the pattern has its stars: most such values match, and those that do not miss it narrowly.
    private static string After(string pattern, string filling) =>
        pattern.Replace("**", filling.Length == 0 ? "a" : filling, StringComparison.Ordinal).Replace("*", filling, StringComparison.Ordinal);

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
