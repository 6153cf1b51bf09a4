using Bridge.GitLab;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>Addresses in the GitLab of an issuer; null where it has none, or something of the address is not known.</summary>
internal sealed record GitLabLinks(string? Project, string? Pipeline, string? Job, string? User)
{
    private static readonly GitLabLinks None = new(null, null, null, null);

    public static GitLabLinks Of(Issuer? issuer, string? path, string? pipeline, string? job, string? user)
    {
        if (issuer?.GitLabUrl is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var root) || (root.Scheme != Uri.UriSchemeHttps && root.Scheme != Uri.UriSchemeHttp) || path is null)
            return None;
        var project = $"{url.TrimEnd('/')}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
        return new(project, pipeline is null ? null : $"{project}/-/pipelines/{Uri.EscapeDataString(pipeline)}", job is null ? null : $"{project}/-/jobs/{Uri.EscapeDataString(job)}",
            user is null ? null : $"{url.TrimEnd('/')}/{Uri.EscapeDataString(user)}");
    }
}
