using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>The claims a preset starts from, all but the standard ones and the ids that are new with every job.</summary>
internal static class PresetClaims
{
    private const string Sha = "714a629c0b401fdce83e847fc9589983fc6f46bc";

    private static readonly Project Parent = new("20", "my-group/my-project", "72", "my-group");
    private static readonly Project Fork = new("99", "contributor/my-project", "131", "contributor");

    public static JsonObject For(TokenPreset preset, MintContext mint) => preset switch
    {
        TokenPreset.Tag => Job(mint, Parent, Parent, "tag", "v1.0.0"),
        TokenPreset.Environment => Deployment(Job(mint, Parent, Parent, "branch", "main")),
        TokenPreset.ForkMergeRequest => MergeRequest(Job(mint, Fork, Parent, "branch", "main"), accessLevel: "owner"),
        // The contributor is no member of the parent, against which the level was computed then.
        TokenPreset.ForkMergeRequestBefore1822 => Old(MergeRequest(Job(mint, Parent, Parent, "branch", "main"), accessLevel: null)),
        TokenPreset.ChildPipeline => Source(Job(mint, Parent, Parent, "branch", "main"), "parent_pipeline"),
        TokenPreset.OldGitLab => Old(Job(mint, Parent, Parent, "branch", "main")),
        TokenPreset.Documented => DocumentedClaims.Sample(),
        _ => Job(mint, Parent, Parent, "branch", "main"),
    };

    private static JsonObject Job(MintContext mint, Project source, Project running, string refType, string name)
    {
        var path = $"refs/{(refType is "tag" ? "tags" : "heads")}/{name}";
        var claims = new JsonObject();
        Add(claims, "", source);
        Add(claims, "job_", running);
        Add(claims, "source_", source);
        claims["user_id"] = "1";
        claims["user_login"] = "sample-user";
        claims["user_email"] = "sample-user@example.com";
        claims["user_access_level"] = "maintainer";
        claims["pipeline_id"] = "574";
        claims["pipeline_source"] = "push";
        claims["job_id"] = "302";
        claims["job_source"] = "push";
        claims["ref"] = name;
        claims["ref_type"] = refType;
        claims["ref_path"] = path;
        claims["ref_protected"] = "true";
        claims["runner_id"] = 1;
        claims["runner_environment"] = "self-hosted";
        claims["sha"] = Sha;
        claims["project_visibility"] = "private";
        claims["ci_config_ref_uri"] = $"{mint.UrlWithoutScheme}/{running.Path}//.gitlab-ci.yml@{path}";
        claims["ci_config_sha"] = Sha;
        return claims;
    }

    private static void Add(JsonObject claims, string prefix, Project project)
    {
        claims[$"{prefix}project_id"] = project.Id;
        claims[$"{prefix}project_path"] = project.Path;
        claims[$"{prefix}namespace_id"] = project.NamespaceId;
        claims[$"{prefix}namespace_path"] = project.NamespacePath;
    }

    private static JsonObject MergeRequest(JsonObject claims, string? accessLevel)
    {
        claims["user_id"] = "7";
        claims["user_login"] = "contributor";
        claims["user_email"] = "contributor@example.com";
        claims["user_access_level"] = accessLevel;
        claims["ref_protected"] = "false";
        return Source(claims, "merge_request_event");
    }

    private static JsonObject Source(JsonObject claims, string pipelineSource)
    {
        claims["pipeline_source"] = pipelineSource;
        claims["job_source"] = pipelineSource;
        return claims;
    }

    private static JsonObject Deployment(JsonObject claims)
    {
        claims["environment"] = "production";
        claims["environment_protected"] = "true";
        claims["deployment_tier"] = "production";
        claims["environment_action"] = "start";
        return claims;
    }

    private static JsonObject Old(JsonObject claims)
    {
        foreach (var prefix in (string[])["job_", "source_"])
        {
            foreach (var name in (string[])["project_id", "project_path", "namespace_id", "namespace_path"])
                claims.Remove(prefix + name);
        }

        claims.Remove("job_source");
        return claims;
    }

    private sealed record Project(string Id, string Path, string NamespaceId, string NamespacePath);
}
