using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Written = Bridge.Configuration.Applying.ProjectReader;

namespace Bridge.Storage.Configuration;

/// <summary>Writes which projects one change enrols and withdraws.</summary>
internal sealed class EnrolmentWriter(ChangeTransaction transaction)
{
    private readonly BridgeDbContext context = transaction.Context;

    public async Task WriteAsync(IReadOnlyCollection<EnrolledProject> enrol, IReadOnlyCollection<EnrolledProject> withdraw, CancellationToken ct)
    {
        if (enrol.Count + withdraw.Count == 0)
            return;
        var enrolled = await EnrolledAsync([.. enrol, .. withdraw], ct);
        var gone = withdraw.Where(enrolled.Contains).Distinct().ToList();
        var came = enrol.Where(project => !enrolled.Contains(project)).Distinct().ToList();
        foreach (var issuer in gone.GroupBy(project => project.Issuer, project => StoredText.Key(project.ProjectId)))
        {
            var ids = issuer.ToArray();
            await context.EnrolledProjects.Where(row => row.Issuer == issuer.Key && EF.Parameter(ids).Contains(row.ProjectId)).ExecuteDeleteAsync(ct);
        }

        await transaction.InsertAsync("enrolled_projects", ["issuer", "project_id"], came.Select(project => new object?[] { project.Issuer, StoredText.Key(project.ProjectId) }), ct);
        await AddAsync(gone, came, ct);
    }

    private async Task<HashSet<EnrolledProject>> EnrolledAsync(List<EnrolledProject> asked, CancellationToken ct)
    {
        var enrolled = new HashSet<EnrolledProject>();
        foreach (var issuer in asked.GroupBy(project => project.Issuer, project => StoredText.Key(project.ProjectId)))
        {
            var ids = issuer.ToArray();
            var found = await context.EnrolledProjects.Where(row => row.Issuer == issuer.Key && EF.Parameter(ids).Contains(row.ProjectId)).Select(row => row.ProjectId).ToListAsync(ct);
            enrolled.UnionWith(asked.Where(project => project.Issuer == issuer.Key).IntersectBy(found, project => StoredText.Key(project.ProjectId)));
        }

        return enrolled;
    }

    // An enrolment has no row that could hold a version; one of before there was history was the first.
    private async Task AddAsync(List<EnrolledProject> gone, List<EnrolledProject> came, CancellationToken ct)
    {
        var last = await transaction.LastVersionsAsync(ChangeItem.Projects, gone.Concat(came).Select(Id), ct);
        foreach (var project in gone)
            transaction.Add(new ChangeItem(ChangeItem.Projects, Id(project), last.GetValueOrDefault(StoredText.Key(Id(project)), 1) + 1, Json(project), After: null));
        foreach (var project in came)
            transaction.Add(new ChangeItem(ChangeItem.Projects, Id(project), last.GetValueOrDefault(StoredText.Key(Id(project))) + 1, Before: null, Json(project)));
    }

    /// <summary>What the history knows an enrolment by.</summary>
    public static string Id(EnrolledProject project) => $"{project.Issuer}/{project.ProjectId}";

    /// <summary>What the history keeps of one.</summary>
    public static string Json(EnrolledProject project) => NodeJson.Write(Written.Write(project));
}
