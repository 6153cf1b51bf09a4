using System.Text.Json.Serialization;

namespace Bridge.Simulator.Tokens;

/// <summary>The jobs worth a name.</summary>
public enum TokenPreset
{
    Branch,
    Tag,
    Environment,

    /// <summary>A fork's merge request, its pipeline run in the parent: project_* name the fork, job_project_* the parent.</summary>
    ForkMergeRequest,

    /// <summary>The same before GitLab 18.2.2, where project_* named the parent but ref the fork's branch.</summary>
    [JsonStringEnumMemberName("fork_merge_request_before_18_2_2")]
    ForkMergeRequestBefore1822,

    ChildPipeline,

    /// <summary>GitLab before 18.3: no job_project_*, job_namespace_*, source_* and job_source.</summary>
    [JsonStringEnumMemberName("old_gitlab")]
    OldGitLab,

    /// <summary>The sample of GitLab's documentation, claim by claim; issuer, times and jti are of now.</summary>
    Documented,
}
