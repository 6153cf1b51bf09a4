using System.Collections.Immutable;

namespace Bridge.Configuration;

/// <summary>What a scalar was written as.</summary>
public enum ScalarType
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>
/// A piece of configuration as an administrator wrote it, from YAML or JSON, each with the line it came from (0 where it came
/// from no file). What was written is what is stored; the typed objects are read from it.
/// </summary>
public abstract record Node(int Line)
{
    public sealed record Map(ImmutableArray<Member> Members, int Line) : Node(Line);

    public sealed record List(ImmutableArray<Node> Items, int Line) : Node(Line);

    public sealed record Scalar(string Text, ScalarType Type, int Line) : Node(Line);

    /// <summary>One member of a map.</summary>
    public sealed record Member(string Name, Node Value, int Line);
}
