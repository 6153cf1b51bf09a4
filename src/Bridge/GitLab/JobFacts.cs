using System.Diagnostics.CodeAnalysis;

namespace Bridge.GitLab;

/// <summary>
/// What is known of a job: the claims of its verified token or of a stored record, and the facts derived from them. All
/// checks from the mandatory conditions on read this and nothing else, so a record can be decided again as it was.
/// </summary>
public sealed class JobFacts
{
    /// <summary>The derived facts, which conditions may name beside claims.</summary>
    public static readonly IReadOnlyList<string> Derived = ["issuer", "token_kind", "fork", "top_level_group"];

    // A pipeline of these sources may run a fork's code; before GitLab 18.4 no claim says whether it does.
    private static readonly string[] MaybeForkSources = ["merge_request_event", "external_pull_request_event", "parent_pipeline"];

    /// <summary>The facts of a job of <paramref name="issuer"/>; every claim of it must have been verified.</summary>
    public JobFacts(Issuer issuer, TokenKind kind, ClaimSet claims)
    {
        Issuer = issuer;
        Kind = kind;
        Claims = claims;
        JobProjectId = claims.Text("job_project_id");
        ForkSign = JobProjectId is { } running
            ? running != ProjectId ? "job_project_id" : null
            : issuer.ForkPipelines == ForkPipelines.Assume && MaybeForkSources.Contains(claims.Text("pipeline_source")) ? "pipeline_source" : null;
    }

    public Issuer Issuer { get; }

    public TokenKind Kind { get; }

    public ClaimSet Claims { get; }

    /// <summary>The id of the project whose code runs: the fork for a fork's merge request (GitLab 18.2.2 and later).</summary>
    public string ProjectId => Claims.Text("project_id") ?? "";

    public string ProjectPath => Claims.Text("project_path") ?? "";

    public string NamespaceId => Claims.Text("namespace_id") ?? "";

    /// <summary>The id of the project that the job runs in; null before GitLab 18.4.</summary>
    public string? JobProjectId { get; }

    /// <summary>The claim by which this job counts as a fork's, or null for a job of the project's own.</summary>
    public string? ForkSign { get; }

    public bool Fork => ForkSign is not null;

    /// <summary>First segment of <c>namespace_path</c>.</summary>
    public string TopLevelGroup => (Claims.Text("namespace_path") ?? "").Split('/', 2)[0];

    /// <summary>The text of a claim or derived fact that is a scalar and is there.</summary>
    public bool Scalar(string name, [NotNullWhen(true)] out string? text)
    {
        text = DerivedText(name);
        return text is not null || Claims.Scalar(name, out text);
    }

    /// <summary>Whether a claim or derived fact is absent, null or empty.</summary>
    public bool IsBlank(string name) => DerivedText(name) is { } text ? text.Length == 0 : Claims.IsBlank(name);

    private string? DerivedText(string name) => name switch
    {
        "issuer" => Issuer.Id,
        "token_kind" => Kind.Word(),
        "fork" => Fork ? "true" : "false",
        "top_level_group" => TopLevelGroup,
        _ => null,
    };

    /// <summary>The same job as if its project still had the path <paramref name="projectPath"/>.</summary>
    public JobFacts Under(string projectPath)
    {
        var claims = Claims.With("project_path", projectPath).With("namespace_path", ProjectPaths.Parent(projectPath));
        if (JobProjectId == ProjectId && Claims.Has("job_project_path"))
            claims = claims.With("job_project_path", projectPath).With("job_namespace_path", claims.Text("namespace_path")!);
        if (Claims.Text("source_project_id") == ProjectId && Claims.Has("source_project_path"))
            claims = claims.With("source_project_path", projectPath).With("source_namespace_path", claims.Text("namespace_path")!);
        return new JobFacts(Issuer, Kind, claims);
    }

    /// <summary>The same job of a fork as if the project that it runs in still had the path <paramref name="projectPath"/>.</summary>
    public JobFacts RunningUnder(string projectPath) =>
        new(Issuer, Kind, Claims.With("job_project_path", projectPath).With("job_namespace_path", ProjectPaths.Parent(projectPath)));
}
