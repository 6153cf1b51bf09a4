using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Tokens;

/// <summary>GitLab's <c>ci_id_token_sub_claim_components</c>: how a project's setting becomes <c>sub</c>, with GitLab's own error texts.</summary>
internal static class SubjectClaim
{
    private static readonly string[] Leading =
        ["project_path", "project_id", "job_project_path", "job_project_id", "source_project_path", "source_project_id"];

    private static readonly string[] Allowed =
        [.. Leading, "ref_type", "ref", "ref_protected", "environment_protected", "deployment_tier"];

    public static IReadOnlyList<string> DefaultComponents { get; } = ["project_path", "ref_type", "ref"];

    public static string Render(IReadOnlyList<string> components, JsonObject claims)
    {
        Validate(components);
        return string.Join(':', components.Select(component => Pair(component, claims)).OfType<string>());
    }

    private static void Validate(IReadOnlyList<string> components)
    {
        List<string> errors = [];
        if (components.Count == 0) errors.Add("is too short (minimum is 1 character)");
        if (components.Count == 0 || !Leading.Contains(components[0], StringComparer.Ordinal))
            errors.Add("project_path or project_id must be the first element of the sub claim");
        errors.AddRange(components
            .Where(component => !Allowed.Contains(component, StringComparer.Ordinal))
            .Select(component => $"{component} is not an allowed sub claim component"));
        if (errors.Count > 0) throw new InvalidRequestException(string.Join("; ", errors));
    }

    // An absent claim takes its name with it, so the subject gets shorter without a word.
    private static string? Pair(string component, JsonObject claims)
    {
        if (claims[component] is not { } node) return null;
        var value = node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(JsonText.Options);
        return value.Contains(':', StringComparison.Ordinal)
            ? throw new InvalidRequestException($"claim '{component}' cannot contain a colon (:) but value is '{value}'")
            : $"{component}:{value}";
    }
}
