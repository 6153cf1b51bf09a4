using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Storage.Records;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>Which exchanges a request asks for.</summary>
internal static class ExchangeQuery
{
    public static readonly string[] Filters = ["issuer", "project_id", "relying_party", "reason", "granted", "since", "until", "job_id", "pipeline_id", "ref", "subject"];

    /// <summary>What is looked for, or the problem with it. A caller who is bound to projects is shown these alone.</summary>
    public static (ExchangeSought? Sought, Problem? Problem) Read(HttpContext context)
    {
        var mistakes = new List<Mistake>();
        var (issuer, project) = (Text("issuer"), Text("project_id"));
        if (context.Caller().Reach is Reach.Project bound && issuer is null && project is null)
            (issuer, project) = (bound.Issuer, bound.Id);
        if (issuer is null != project is null)
            mistakes.Add(new(issuer is null ? "issuer" : "project_id", "is missing: a project is asked for by both"));
        var within = context.Caller().Reach as Reach.Projects;
        if (issuer is null && within is null && context.Caller().Reach.IsBound)
            mistakes.Add(new("project_id", "is missing: who is bound to a group asks for one project of it"));
        var filter = new ExchangeFilter(issuer, project, Text("relying_party"), Text("reason"), Granted(), Time("since"), Time("until"), within);
        if (filter is { Reason: not null, Granted: true })
            mistakes.Add(new("reason", "has no exchange that was granted"));
        return mistakes.Count == 0 ? (new(filter, Text("job_id"), Text("pipeline_id"), Text("ref"), Text("subject")), null) : (null, new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] });

        string? Text(string name) => context.Request.Query[name] is [{ Length: > 0 } text] ? text : null;

        bool? Granted()
        {
            if (Text("granted") is not { } text)
                return null;
            if (text is not ("true" or "false"))
                mistakes.Add(new("granted", "must be true or false"));
            return text == "true";
        }

        DateTimeOffset? Time(string name) => QueryTime.Read(context.Request, name, mistakes);
    }
}
