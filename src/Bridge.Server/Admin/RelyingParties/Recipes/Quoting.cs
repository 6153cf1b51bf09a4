using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bridge.Configuration;
using Bridge.Server.Apply;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>
/// Writes a text as each language has it, so that what is read there is the text to the last character: a subject may have quotes,
/// <c>*</c> and <c>${</c>, for GitLab allows them in a branch's name.
/// </summary>
public static partial class Quoting
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An indented JSON document.</summary>
    public static string Json(JsonObject document) => document.ToJsonString(Indented);

    /// <summary>YAML documents, one after the other.</summary>
    public static string Yaml(params IEnumerable<Node.Map> documents) => string.Join("---\n", documents.Select(document =>
    {
        var writer = new StringWriter();
        YamlText.Write(document, writer);
        return writer.ToString();
    }));

    /// <summary>A YAML scalar within a line: plain where no reader could take it for something else. A double-quoted JSON string is one of YAML too (YAML 1.2 §7.3.1).</summary>
    public static string YamlScalar(string text) => PlainYaml().IsMatch(text) ? text : Double(text);

    /// <summary>A word of a POSIX shell.</summary>
    public static string Shell(string text) => PlainShell().IsMatch(text) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A string of HCL ("HCL Native Syntax Specification", quoted templates): <c>${</c> and <c>%{</c> would begin a template.</summary>
    public static string Hcl(string text) => Template().Replace(Double(text), run => run.Length == 2
        ? run.Value[0] + run.Value
        // Of several signs in a row it would take the last two for the escape.
        : string.Concat(run.Value[..^1].Select(one => $"\\u{(int)one:x4}")) + "{");

    /// <summary>A string of the Common Expression Language in single quotes.</summary>
    public static string Cel(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>A value of an IAM policy's condition, where <c>${</c> begins a variable and <c>${$}</c> is the sign ("IAM policy elements: Variables and tags"). StringEquals knows no wildcard.</summary>
    public static string Iam(string text) => text.Replace("${", "${$}{", StringComparison.Ordinal);

    /// <summary>A value of a CI variable, where GitLab expands <c>$</c> ("CI/CD variables", escape with <c>$$</c>).</summary>
    public static string CiVariable(string text) => YamlScalar(text.Replace("$", "$$", StringComparison.Ordinal));

    private static string Double(string text) => new StringBuilder().Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"').ToString();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./+-]*(:[A-Za-z0-9_./+-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainYaml();

    [GeneratedRegex(@"\A[A-Za-z0-9_./:=@%+,-]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainShell();

    [GeneratedRegex(@"(\$+|%+)\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template();
}
