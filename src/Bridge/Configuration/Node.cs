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
    /// <summary>Whether both say the same: lines and the order of a map's members do not count.</summary>
    public bool SameAs(Node other) => (this, other) switch
    {
        (Scalar mine, Scalar theirs) => mine.Type == theirs.Type && mine.Text == theirs.Text,
        (List mine, List theirs) => mine.Items.Length == theirs.Items.Length && mine.Items.Zip(theirs.Items).All(pair => pair.First.SameAs(pair.Second)),
        (Map mine, Map theirs) => mine.Members.Length == theirs.Members.Length
            && mine.Members.All(member => theirs.Find(member.Name) is { } found && member.Value.SameAs(found.Value)),
        _ => false,
    };

    public sealed record Map(ImmutableArray<Member> Members, int Line) : Node(Line)
    {
        /// <summary>The member of that name, or null.</summary>
        public Member? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
    }

    public sealed record List(ImmutableArray<Node> Items, int Line) : Node(Line);

    public sealed record Scalar(string Text, ScalarType Type, int Line) : Node(Line);

    /// <summary>One member of a map.</summary>
    public sealed record Member(string Name, Node Value, int Line);
}
