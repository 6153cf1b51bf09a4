using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>Keeps a token consistent when a test overrides one claim of several that say the same.</summary>
internal static class DerivedClaims
{
    // A rule follows the claims it names; the order matters, since a derived claim counts as changed for the next rule.
    private static readonly Rule[] Always =
    [
        new("namespace_path", ["project_path"], (c, _) => Parent(c.Text("project_path"))),
        new("source_project_id", ["project_id"], (c, _) => c.Text("project_id")),
        new("source_project_path", ["project_path"], (c, _) => c.Text("project_path")),
        new("source_namespace_id", ["namespace_id"], (c, _) => c.Text("namespace_id")),
        new("source_namespace_path", ["namespace_path"], (c, _) => c.Text("namespace_path")),
    ];

    private static readonly Rule[] RunningProjectIsTheSource =
    [
        new("job_project_id", ["project_id"], (c, _) => c.Text("project_id")),
        new("job_project_path", ["project_path"], (c, _) => c.Text("project_path")),
        new("job_namespace_id", ["namespace_id"], (c, _) => c.Text("namespace_id")),
        new("job_namespace_path", ["namespace_path"], (c, _) => c.Text("namespace_path")),
    ];

    private static readonly Rule[] RunningProjectIsAnother =
    [
        new("job_namespace_path", ["job_project_path"], (c, _) => Parent(c.Text("job_project_path"))),
    ];

    private static readonly Rule[] Rest =
    [
        new("job_source", ["pipeline_source"], (c, _) => c.Text("pipeline_source")),
        new("ref_path", ["ref", "ref_type"], (c, _) => RefPath(c.Text("ref_type"), c.Text("ref"))),
        new("ci_config_ref_uri", ["project_path", "job_project_path", "ref_path"], ConfigUri),
        new("ci_config_sha", ["sha"], (c, _) => c.Text("sha")),
        new("environment_protected", ["environment"], (c, _) => c.Text("environment_protected") ?? "false", Adds: true),
        new("deployment_tier", ["environment"], (c, _) => Tier(c.Text("environment")), Adds: true),
        new("environment_action", ["environment"], (c, _) => c.Text("environment_action") ?? "start", Adds: true),
    ];

    public static void Follow(JsonObject claims, JsonObject overrides, MintContext mint, bool forkPipeline)
    {
        if (overrides.Count == 0) return;
        var changed = overrides.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        Rule[] rules = [.. Always, .. forkPipeline ? RunningProjectIsAnother : RunningProjectIsTheSource, .. Rest];
        foreach (var rule in rules)
        {
            if (overrides.ContainsKey(rule.Claim) || !rule.Sources.Any(changed.Contains)) continue;
            if (!claims.ContainsKey(rule.Claim) && !(rule.Adds && rule.Sources.All(claims.ContainsKey))) continue;
            if (rule.Value(claims, mint) is not { } value) continue;
            claims[rule.Claim] = value;
            changed.Add(rule.Claim);
        }
    }

    /// <summary>An <c>iat</c> that was moved takes <c>nbf</c> and <c>exp</c> with it.</summary>
    public static void Times(JsonObject claims, JsonObject overrides, long lifetime)
    {
        // By its text, because a number made in code keeps its .NET type and one from a request has none.
        if (overrides["iat"] is not JsonValue given || !long.TryParse(given.ToJsonString(), out var issuedAt)) return;
        if (claims.ContainsKey("nbf") && !overrides.ContainsKey("nbf")) claims["nbf"] = issuedAt - 5;
        if (!overrides.ContainsKey("exp")) claims["exp"] = issuedAt + lifetime;
    }

    private static string? Parent(string? path) =>
        path?.LastIndexOf('/') is { } slash and > 0 ? path[..slash] : null;

    private static string? RefPath(string? type, string? name) => (type, name) switch
    {
        (_, null) => null,
        ("tag", _) => $"refs/tags/{name}",
        ("branch", _) => $"refs/heads/{name}",
        _ => null,
    };

    private static string? ConfigUri(JsonObject claims, MintContext mint) =>
        (claims.Text("job_project_path") ?? claims.Text("project_path"), claims.Text("ref_path")) is ({ } project, { } path)
            ? $"{mint.UrlWithoutScheme}/{project}//.gitlab-ci.yml@{path}"
            : null;

    private static string? Tier(string? environment) => environment switch
    {
        null => null,
        "production" or "staging" or "testing" or "development" => environment,
        _ => "other",
    };

    private sealed record Rule(string Claim, string[] Sources, Func<JsonObject, MintContext, string?> Value, bool Adds = false);
}
