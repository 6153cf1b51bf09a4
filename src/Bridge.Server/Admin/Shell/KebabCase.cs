using System.Text.RegularExpressions;

namespace Bridge.Server.Admin.Shell;

/// <summary>Names of folders and pages as they stand in a URL: <c>RelyingParties</c> is <c>relying-parties</c>.</summary>
internal sealed partial class KebabCase : IOutboundParameterTransformer
{
    public string? TransformOutbound(object? value) => value?.ToString() is { } text ? Word().Replace(text, "-").ToLowerInvariant() : null;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
