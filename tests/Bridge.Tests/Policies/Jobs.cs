using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.Tests.GitLab;

namespace Bridge.Tests.Policies;

/// <summary>Facts of jobs: the job of a protected main branch, with some claims changed.</summary>
internal static class Jobs
{
    /// <summary>As the value of a change: the claim is not there.</summary>
    public const string Absent = "@absent";

    private const string Main = """
        {
          "project_id": "20", "project_path": "g/p", "namespace_id": "72", "namespace_path": "g",
          "job_project_id": "20", "job_project_path": "g/p", "job_namespace_id": "72", "job_namespace_path": "g",
          "user_id": "1", "user_login": "sample-user", "user_access_level": null, "pipeline_id": "574", "pipeline_source": "push", "job_id": "302",
          "ref": "main", "ref_type": "branch", "ref_path": "refs/heads/main", "ref_protected": "true",
          "groups_direct": ["g/sub", "other"], "runner_id": 1,
          "sub": "project_path:g/p:ref_type:branch:ref:main"
        }
        """;

    public static readonly Issuer Issuer = TestIssuer.Of(TestIssuer.Nowhere);

    /// <summary>The job with the members of a JSON object put over its claims.</summary>
    public static JobFacts Of(string changes = "{}", Issuer? issuer = null, TokenKind kind = TokenKind.IdToken)
    {
        var claims = JsonNode.Parse(Main)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            claims.Remove(name);
            if (value?.ToString() != Absent)
                claims.Add(name, value?.DeepClone());
        }

        return new JobFacts(issuer ?? Issuer, kind, ClaimSet.Of(JsonSerializer.SerializeToElement(claims)));
    }

    /// <summary>The job of a merge request from the fork 99 that runs in the project 20.</summary>
    public static JobFacts OfFork(string changes = "{}")
    {
        var fork = JsonNode.Parse("""{"project_id": "99", "project_path": "fork/p", "namespace_id": "990", "namespace_path": "fork", "pipeline_source": "merge_request_event"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            fork[name] = value?.DeepClone();
        return Of(fork.ToJsonString());
    }

    /// <summary>The same under a GitLab that doesn't say where a job runs.</summary>
    public static JobFacts OfOldFork() => Of("""{"job_project_id": "@absent", "job_project_path": "@absent", "job_namespace_id": "@absent", "job_namespace_path": "@absent", "pipeline_source": "merge_request_event"}""");
}
