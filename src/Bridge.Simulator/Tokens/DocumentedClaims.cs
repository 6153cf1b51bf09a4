using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>The sample payload of GitLab's documentation, without the standard claims.</summary>
internal static class DocumentedClaims
{
    public static JsonObject Sample() => new()
    {
        ["namespace_id"] = "72",
        ["namespace_path"] = "my-group",
        ["project_id"] = "20",
        ["project_path"] = "my-group/my-project",
        ["user_id"] = "1",
        ["user_login"] = "sample-user",
        ["user_email"] = "sample-user@example.com",
        ["user_identities"] = new JsonArray(
            new JsonObject { ["provider"] = "github", ["extern_uid"] = "2435223452345" },
            new JsonObject { ["provider"] = "bitbucket", ["extern_uid"] = "john.smith" }),
        ["pipeline_id"] = "574",
        ["pipeline_source"] = "push",
        ["job_id"] = "302",
        ["ref"] = "feature-branch-1",
        ["ref_type"] = "branch",
        ["ref_path"] = "refs/heads/feature-branch-1",
        ["ref_protected"] = "false",
        ["groups_direct"] = new JsonArray("mygroup/mysubgroup", "myothergroup/myothersubgroup"),
        ["environment"] = "test-environment2",
        ["environment_protected"] = "false",
        ["deployment_tier"] = "testing",
        ["environment_action"] = "start",
        ["job_source"] = "push",
        ["job_config"] = new JsonObject
        {
            ["url"] = "https://gitlab.example.com/my-group/my-policy-project/-/blob/ab035e64eca9a7a85bd62e485d3593f52a2804ac/.gitlab/security-policies/policy.yml",
            ["sha"] = "ab035e64eca9a7a85bd62e485d3593f52a2804ac",
        },
        ["runner_id"] = 1,
        ["runner_environment"] = "self-hosted",
        ["sha"] = "714a629c0b401fdce83e847fc9589983fc6f46bc",
        ["project_visibility"] = "public",
        ["ci_config_ref_uri"] = "gitlab.example.com/my-group/my-project//.gitlab-ci.yml@refs/heads/main",
        ["ci_config_sha"] = "714a629c0b401fdce83e847fc9589983fc6f46bc",
    };
}
