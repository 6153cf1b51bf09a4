using System.Text.RegularExpressions;
using Bridge.Configuration;

namespace Bridge.Server.Apply;

/// <summary>What a plain scalar is under the core schema of YAML 1.2 (§10.3.2).</summary>
internal static partial class YamlScalar
{
    public static ScalarType TypeOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarType.Boolean,
        _ => Number().IsMatch(plain) ? ScalarType.Number : ScalarType.Text,
    };

    [GeneratedRegex(@"\A([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
