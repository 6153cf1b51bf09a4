using Bridge.Configuration;
using Bridge.Configuration.Reading;
using Bridge.Server.Apply;
using Xunit;

namespace Bridge.Server.Tests.Apply;

public sealed class YamlDocumentTests
{
    [Theory]
    [InlineData("true", ScalarType.Boolean)]
    [InlineData("False", ScalarType.Boolean)]
    [InlineData("yes", ScalarType.Text)]
    [InlineData("on", ScalarType.Text)]
    [InlineData("null", ScalarType.Null)]
    [InlineData("~", ScalarType.Null)]
    [InlineData("", ScalarType.Null)]
    [InlineData("20", ScalarType.Number)]
    [InlineData("-1", ScalarType.Number)]
    [InlineData("007", ScalarType.Number)]
    [InlineData("0o17", ScalarType.Number)]
    [InlineData("0x1F", ScalarType.Number)]
    [InlineData("1.5e3", ScalarType.Number)]
    [InlineData(".5", ScalarType.Number)]
    [InlineData("-.inf", ScalarType.Number)]
    [InlineData(".NaN", ScalarType.Number)]
    [InlineData("1_000", ScalarType.Text)]
    [InlineData("12:30:45", ScalarType.Text)]
    [InlineData("2027-01-31", ScalarType.Text)]
    [InlineData("10m", ScalarType.Text)]
    [InlineData("1.2.3", ScalarType.Text)]
    [InlineData("\"true\"", ScalarType.Text)]
    [InlineData("'20'", ScalarType.Text)]
    [InlineData("|\n  20", ScalarType.Text)]
    public void A_plain_scalar_is_what_the_core_schema_says(string written, ScalarType type) =>
        Assert.Equal(type, Assert.IsType<Node.Scalar>(YamlDocument.Read($"a: {written}\n").Root!.Find("a")!.Value).Type);

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "line 3: a: stands twice, first in line 1")]
    [InlineData("a:\n  b: 1\n  b: 2\n", "line 3: a.b: stands twice, first in line 2")]
    [InlineData("a: {b: 1, \"b\": 2}\n", "line 1: a.b: stands twice, first in line 1")]
    [InlineData("a: &x 1\nb: *x\n", "line 1: a: has the anchor x; write it out instead|line 2: b: is the alias x; write it out instead")]
    [InlineData("a:\n  <<: *x\n", "line 2: a.<<: is the alias x; write it out instead")]
    [InlineData("a: !!str 20\n", "line 1: a: has the tag tag:yaml.org,2002:str, which is not read")]
    [InlineData("a: !secret x\n", "line 1: a: has the tag !secret, which is not read")]
    [InlineData("a: 1\n---\nb: 2\n", "line 2: file: there is a second document")]
    [InlineData("- a\n- b\n", "line 1: file: must be a map of sections")]
    [InlineData("gitlab\n", "line 1: file: must be a map of sections")]
    [InlineData("? [a]\n: b\n", "line 1: file: has a key that is no text")]
    public void What_could_hide_something_is_a_mistake(string yaml, string mistakes)
    {
        var document = YamlDocument.Read(yaml);
        Assert.Null(document.Root);
        Assert.Equal(mistakes, string.Join('|', document.Mistakes));
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a:\n\tb: 1\n")]
    [InlineData("\"open\n")]
    public void What_is_not_YAML_is_a_mistake_with_its_line(string yaml)
    {
        var mistake = Assert.Single(YamlDocument.Read(yaml).Mistakes);
        Assert.StartsWith("is not YAML: ", mistake.Message, StringComparison.Ordinal);
        Assert.InRange(mistake.Line, 1, 3);
    }

    [Fact]
    public void Deep_nesting_ends_before_the_stack_does() =>
        Assert.Equal("is not YAML: more than 32 levels", Assert.Single(YamlDocument.Read(new string('[', 100_000)).Mistakes).Message);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    public void An_empty_file_names_nothing(string yaml) => Assert.Empty(YamlDocument.Read(yaml).Root!.Members);

    [Fact]
    public void Each_node_knows_its_line()
    {
        var root = YamlDocument.Read("# comment\nissuers:\n  - id: gitlab\n    name: |\n      two\n      lines\n    enabled: true\n").Root!;
        var list = Assert.IsType<Node.List>(root.Find("issuers")!.Value);
        var map = Assert.IsType<Node.Map>(list.Items[0]);
        Assert.Equal([3, 4, 7], map.Members.Select(member => member.Line));
        Assert.Equal("two\nlines\n", Assert.IsType<Node.Scalar>(map.Find("name")!.Value).Text);
    }

    [Fact]
    public void JSON_and_back_is_the_same_node()
    {
        var root = YamlDocument.Read("a: [1, x, true, null, {b: \"true\", c: []}]\n").Root!;
        Assert.Equal("""{"a":[1,"x",true,null,{"b":"true","c":[]}]}""", NodeJson.Write(root));
        Assert.True(root.SameAs(NodeJson.ReadMap(NodeJson.Write(root))));
    }

    [Fact]
    public void A_map_of_more_than_1000_keys_is_not_read_to_its_end()
    {
        var document = YamlDocument.Read(string.Concat(Enumerable.Range(0, 300_000).Select(number => $"k{number}: x\n")));
        Assert.Contains("more than 1000 keys in one map", Assert.Single(document.Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_nothing_but_mistakes_is_not_read_to_its_end()
    {
        var document = YamlDocument.Read(string.Concat(Enumerable.Repeat("a: x\n", 100_000)));
        Assert.Equal(1001, document.Mistakes.Length);
        Assert.Null(document.Root);
    }

    [Fact]
    public void Of_a_list_of_nothing_but_mistakes_as_many_are_told_as_anybody_reads()
    {
        var document = YamlDocument.Read("projects:\n" + string.Concat(Enumerable.Repeat("- {}\n", 50_000)));
        var findings = new Findings();
        foreach (var item in new MapReader(document.Root!, "", findings).Maps("projects"))
            item.Needed("issuer");
        Assert.Equal(10_000, findings.Mistakes.Length);
    }
}
