using System.Text.RegularExpressions;
using Bridge.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bridge.Server.Apply;

/// <summary>
/// Writes a <see cref="Node"/> as the YAML that <see cref="YamlDocument"/> reads. A text is quoted wherever any reader, of YAML 1.1
/// too, could take it for something else.
/// </summary>
public static partial class YamlText
{
    // Words of YAML 1.1 that some readers take for a boolean.
    private static readonly HashSet<string> Ambiguous = new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    public static void Write(Node.Map document, TextWriter writer)
    {
        var emitter = new Emitter(writer, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(Emitter emitter, Node node)
    {
        switch (node)
        {
            case Node.Map map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var member in map.Members)
                {
                    emitter.Emit(Text(member.Name));
                    Write(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case Node.List list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in list.Items)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case Node.Scalar scalar:
                emitter.Emit(scalar.Type == ScalarType.Text ? Text(scalar.Text) : Plain(scalar.Text));
                break;
        }
    }

    private static Scalar Text(string text) => Safe().IsMatch(text) && !Ambiguous.Contains(text)
        ? Plain(text)
        : new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);

    private static Scalar Plain(string text) => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    // A word, path, URL or duration.
    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9_./+-]*(:[A-Za-z0-9_./+-]+)*|[0-9]+[smhd])\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Safe();
}
