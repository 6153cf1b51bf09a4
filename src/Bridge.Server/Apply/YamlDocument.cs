using System.Collections.Immutable;
using Bridge.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bridge.Server.Apply;

/// <summary>
/// One YAML document as a <see cref="Node"/>. What can hide something from its reader is a mistake: duplicate keys, anchors
/// and aliases, tags, a second document. Plain scalars are told apart by the core schema of YAML 1.2.
/// </summary>
/// <param name="Root">The document; null where there is any mistake.</param>
/// <param name="Mistakes">All mistakes that could be found.</param>
public sealed record YamlDocument(Node.Map? Root, ImmutableArray<Mistake> Mistakes)
{
    private const int DeepestLevel = 32;

    /// <summary>Most keys of one map. Keys are looked for one by one, so many would cost the square of their number.</summary>
    private const int MostKeys = 1000;

    /// <summary>Nobody reads more, and a file of millions would take the server's memory.</summary>
    private const int MostMistakes = 1000;

    /// <summary>Reads the text of a file.</summary>
    public static YamlDocument Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var reading = new Reading(parser);
        Node? root = null;
        try
        {
            root = reading.Document();
        }
        catch (YamlException exception)
        {
            reading.Mistake("", $"is not YAML: {exception.Message}", exception.Start);
        }
        catch (InvalidOperationException)
        {
            // What the scanner throws within a flow collection that is never closed.
            reading.Mistake("", "is not YAML: a bracket or brace is not closed", parser.Current?.End ?? Mark.Empty);
        }

        if (root is not null and not Node.Map)
            reading.Mistake("", "must be a map of sections", root.Line);
        return new(reading.Mistakes.Count == 0 ? (Node.Map)root! : null, [.. reading.Mistakes]);
    }

    private sealed class Reading(IParser parser)
    {
        public List<Mistake> Mistakes { get; } = [];

        public Node Document()
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return new Node.Map([], 1);
            parser.Consume<DocumentStart>();
            var root = Value("", 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                Mistake("", "there is a second document", second.Start);
            return root is Node.Scalar { Type: ScalarType.Null, Text: "" } ? new Node.Map([], 1) : root;
        }

        public void Mistake(string path, string message, Mark mark) => Mistake(path, message, (int)mark.Line);

        public void Mistake(string path, string message, int line) => Mistakes.Add(new Mistake(path.Length == 0 ? "file" : path, message, line));

        private Node Value(string path, int level)
        {
            var line = (int)parser.Current!.Start.Line;
            if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
                Mistake(path, $"has the anchor {anchored.Anchor}; write it out instead", line);
            if (parser.Current is NodeEvent { Tag.IsEmpty: false } tagged)
                Mistake(path, $"has the tag {tagged.Tag}, which is not read", line);
            if (level > DeepestLevel)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"more than {DeepestLevel} levels");
            if (Mistakes.Count >= MostMistakes)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"it has {MostMistakes} mistakes and may have more");
            if (parser.TryConsume<MappingStart>(out _))
                return Map(path, level, line);
            if (parser.TryConsume<SequenceStart>(out _))
                return List(path, level, line);
            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                Mistake(path, $"is the alias {alias.Value}; write it out instead", line);
                return new Node.Scalar("", ScalarType.Null, line);
            }

            var scalar = parser.Consume<Scalar>();
            return new Node.Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain ? YamlScalar.TypeOf(scalar.Value) : ScalarType.Text, line);
        }

        private Node.Map Map(string path, int level, int line)
        {
            var members = ImmutableArray.CreateBuilder<Node.Member>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var keyLine = (int)parser.Current!.Start.Line;
                var key = Value(path, level + 1);
                var name = key is Node.Scalar scalar ? scalar.Text : "";
                var value = Value(path.Length == 0 ? name : $"{path}.{name}", level + 1);
                if (key is not Node.Scalar)
                    Mistake(path, "has a key that is no text", keyLine);
                else if (members.FirstOrDefault(member => member.Name == name) is { } first)
                    Mistake(path.Length == 0 ? name : $"{path}.{name}", $"stands twice, first in line {first.Line}", keyLine);
                else if (members.Count == MostKeys)
                    throw new YamlException(parser.Current!.Start, parser.Current.End, $"more than {MostKeys} keys in one map");
                else
                    members.Add(new Node.Member(name, value, keyLine));
            }

            return new Node.Map(members.ToImmutable(), line);
        }

        private Node.List List(string path, int level, int line)
        {
            var items = ImmutableArray.CreateBuilder<Node>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Value($"{path}[{items.Count}]", level + 1));
            return new Node.List(items.ToImmutable(), line);
        }
    }
}
