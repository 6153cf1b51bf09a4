using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Configuration.Reading;

/// <content>Scalars and lists of them.</content>
public sealed partial class MapReader
{
    /// <summary>The text under a name, or null where it is missing or no text.</summary>
    public string? Text(string name, bool empty = false) => Take(name) is { } node ? TextOf(node, At(name), empty) : null;

    /// <summary>The text that must stand under a name.</summary>
    public string? Needed(string name)
    {
        if (!Has(name))
            Mistake(name, "is missing");
        return Text(name);
    }

    /// <summary>A text that may have many lines.</summary>
    public string? Block(string name) => Take(name) switch
    {
        null => null,
        Node.Scalar { Type: ScalarType.Text } text => text.Text,
        _ => Missed(name, "must be text"),
    };

    /// <summary>The word that a thing is known by for good.</summary>
    public string? Id()
    {
        var id = Needed("id");
        if (id is null || Word().IsMatch(id))
            return id;
        Mistake("id", "must be a word of a-z, 0-9, '.', '_' and '-', of at most 64 characters, that begins with a letter or digit");
        return null;
    }

    public bool Flag(string name, bool otherwise) => Take(name) switch
    {
        null => otherwise,
        Node.Scalar { Type: ScalarType.Boolean } scalar => scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase),
        _ => Missed(name, "must be true or false") is not null,
    };

    public int? WholeNumber(string name, int least, int most)
    {
        if (Take(name) is not { } node)
            return null;
        if (node is Node.Scalar { Type: ScalarType.Number } scalar && Digits().IsMatch(scalar.Text)
            && int.TryParse(scalar.Text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Mistake(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    public TimeSpan? Duration(string name, TimeSpan least, TimeSpan most)
    {
        if (Take(name) is not { } node)
            return null;
        if (node is not Node.Scalar { Type: not ScalarType.Null } scalar || Durations.Parse(scalar.Text) is not { } duration)
            Mistake(name, $"must be a duration: {Durations.Form}");
        else if (duration < least || duration > most)
            Mistake(name, $"must be from {Durations.Write(least)} to {Durations.Write(most)}");
        else
            return duration;
        return null;
    }

    /// <summary>The value that one of some words stands for.</summary>
    public T OneOf<T>(string name, T otherwise, params (string Word, T Value)[] words)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (words.FirstOrDefault(word => word.Word == text) is { Word: not null } found)
            return found.Value;
        Mistake(name, $"must be {Words([.. words.Select(word => word.Word)])}");
        return otherwise;
    }

    /// <summary>The texts of the list under a name, each once; null where it does not stand there.</summary>
    public ImmutableArray<string>? Texts(string name, bool empty = false)
    {
        if (!Has(name))
            return Take(name) is null ? null : [];
        var items = Items(name);
        if (items.IsEmpty && !empty && Take(name) is Node.List)
            Mistake(name, "must have at least one item");
        return TextsOf(items, At(name));
    }

    /// <summary>The texts of some nodes, each once.</summary>
    public ImmutableArray<string> TextsOf(ImmutableArray<Node> items, string path)
    {
        var texts = ImmutableArray.CreateBuilder<string>(items.Length);
        var known = new HashSet<string>(items.Length, StringComparer.Ordinal);
        foreach (var (item, index) in items.Select((item, index) => (item, index)))
        {
            if (TextOf(item, $"{path}[{index}]") is not { } text)
                continue;
            if (known.Add(text))
                texts.Add(text);
            else
                Findings.Mistake($"{path}[{index}]", $"{text} stands twice", item.Line);
        }

        return texts.ToImmutable();
    }

    /// <summary>The text of a node, or null with a mistake that shows how it would be one.</summary>
    public string? TextOf(Node node, string path, bool empty = false)
    {
        var mistake = node switch
        {
            Node.Scalar { Type: ScalarType.Text } text => text.Text.Length == 0 && !empty ? "cannot be empty"
                : text.Text.Any(char.IsControl) ? "cannot have control characters"
                : null,
            Node.Scalar { Type: ScalarType.Null } => "must be text, but there is none",
            Node.Scalar scalar => $"must be text: write \"{scalar.Text}\"",
            _ => "must be text",
        };
        if (mistake is null)
            return ((Node.Scalar)node).Text;
        Findings.Mistake(path, mistake, node.Line);
        return null;
    }

    /// <summary>Some words as people list them.</summary>
    public static string Words(ImmutableArray<string> words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private string? Missed(string name, string message)
    {
        Mistake(name, message);
        return null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,9})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digits();
}
