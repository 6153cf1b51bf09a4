using Bridge.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Server.Tests.Apply.Generated;

/// <summary>Any content that YAML and JSON can both say.</summary>
internal static class Nodes
{
    private static readonly string[] Strange =
    [
        "", " ", "~", "null", "True", "no", "off", "-", "- a", "a: b", "a #b", "#", "*a", "&a", "!x", "|", ">", "%a", "@a", "`a", "'", "\"", "\\", "[", "{}", "1", "-1.5", ".5", "1_000", "0o17", "0x1f", ".inf",
        "12:30", "2027-01-01", "10m", "a:", ":a", "a:b", "\t", "a\nb", "a\r\nb", "\n", " a ", "\u0000", "\u0001", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\uffff", "é", "日本", "\U0001F600", "---", "...", "<<", "=", "?", "? a",
    ];

    public static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements(Strange),
        Gen.Elements("main", "my-group/my-project", "https://gitlab.example.com", "project_path", "true", "20"),
        Gen.Choose(0, 12).SelectMany(length => Gen.ArrayOf(Gen.OneOf(Gen.Choose(0x20, 0x7e), Gen.Choose(0xa0, 0xd7ff)).Select(value => (char)value), length)).Select(letters => new string(letters)),
        Gen.Choose(100, 300).SelectMany(length => Gen.ArrayOf(Gen.Elements('a', ' ', '\n'), length)).Select(letters => new string(letters)));

    private static readonly Gen<Node> Scalar = Gen.OneOf(
        Text.Select(text => (Node)new Node.Scalar(text, ScalarType.Text, 0)),
        Gen.Elements("0", "1", "-7", "1.5", "150").Select(text => (Node)new Node.Scalar(text, ScalarType.Number, 0)),
        Gen.Elements("true", "false").Select(text => (Node)new Node.Scalar(text, ScalarType.Boolean, 0)),
        Gen.Constant((Node)new Node.Scalar("null", ScalarType.Null, 0)));

    public static readonly Gen<Node.Map> Map = MapOf(3);

    private static Gen<Node> Any(int depth) => depth == 0 ? Scalar : Gen.OneOf(
        Scalar,
        MapOf(depth - 1).Select(map => (Node)map),
        Few(Any(depth - 1)).Select(items => (Node)new Node.List([.. items], 0)));

    private static Gen<Node.Map> MapOf(int depth) => Few(Text.SelectMany(name => Any(depth).Select(value => new Node.Member(name, value, 0))))
        .Select(members => new Node.Map([.. members.DistinctBy(member => member.Name)], 0));

    private static Gen<T[]> Few<T>(Gen<T> of) => Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(of, count));
}
