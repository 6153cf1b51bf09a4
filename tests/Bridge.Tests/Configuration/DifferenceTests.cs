using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Xunit;

namespace Bridge.Tests.Configuration;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData("""{"a":"1"}""", """{"a":"1"}""")]
    [InlineData("""{"a":"1"}""", """{"a":"2"}""", "a|1|2")]
    [InlineData("""{"a":"1"}""", """{"b":"1"}""", "a|1|", "b||1")]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":{"b":["x","y"]}}""", "a.b|[x]|[x, y]")]
    [InlineData("""{"a":""}""", """{"a":null}""", "a|\"\"|null")]
    [InlineData("""{"r":[{"id":"x","n":"1"},{"id":"y"}]}""", """{"r":[{"id":"y"},{"id":"x","n":"2"},{"id":"z"}]}""", "r[x].n|1|2", "r[z]||{id: z}", "r||")]
    public void Each_part_that_differs_is_named_with_what_it_was_and_is(string before, string after, params string[] parts) =>
        Assert.Equal(parts, Difference.Parts(NodeJson.ReadMap(before), NodeJson.ReadMap(after)).Select(part => $"{part.Path}|{part.Before}|{part.After}"));

    [Fact]
    public void Of_a_thing_that_was_not_there_each_member_is_new()
    {
        var map = NodeJson.ReadMap("""{"id":"a","list":["x"]}""");

        Assert.Equal([new DifferentPart("id", null, "a"), new("list", null, "[x]")], Difference.Parts(null, map));
        Assert.Equal([new DifferentPart("id", "a", null), new("list", "[x]", null)], Difference.Parts(map, null));
    }

    [Fact]
    public void Parts_are_whole_and_the_one_line_is_short()
    {
        var (before, after) = (NodeJson.ReadMap("{}"), NodeJson.ReadMap($$"""{"a":"{{new string('x', 100)}}","b\n":"\u001b[2J"}"""));

        Assert.Equal(new string('x', 100), Difference.Parts(before, after)[0].After);
        Assert.Equal($"a + {new string('x', 60)}…, b  +  [2J", Difference.Of(before, after));
    }
}
