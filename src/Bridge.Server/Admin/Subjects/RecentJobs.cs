using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>A job that came lately, as its record holds it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Facts">The job.</param>
/// <param name="Withheld">What of it the record does not hold.</param>
internal sealed record RecentJob(ExchangeRecord Record, JobFacts Facts, WithheldClaims Withheld);

/// <summary>Finds jobs that came lately and that a template would be for: of its project, its group, its issuer or all.</summary>
internal static class RecentJobs
{
    private const int Looked = 200;
    private const int MostProjects = 200;

    /// <summary>Which records a template's jobs are among. What it cannot say, <see cref="Covers"/> does.</summary>
    public static async Task<ExchangeFilter> FilterAsync(Engine engine, SubTemplate template, CancellationToken ct) => template switch
    {
        { Level: TemplateLevel.Project, Issuer: { } issuer, ProjectId: { } project } => new(issuer, project, template.RelyingParty),
        { Level: TemplateLevel.Group, Issuer: { } issuer, Group: { } group } => new(RelyingParty: template.RelyingParty, Within: new Reach.Projects(issuer, await ProjectsAsync(engine, issuer, group, ct))),
        _ => new(RelyingParty: template.RelyingParty),
    };

    /// <summary>The newest jobs, of jobs that look alike the newest one.</summary>
    public static async Task<ImmutableArray<RecentJob>> FindAsync(Engine engine, SubTemplate template, int limit, CancellationToken ct)
    {
        // While nobody said which project or group it is for, no job is shown.
        if (template is { Level: TemplateLevel.Project, ProjectId: null } or { Level: TemplateLevel.Group, Group: null } or { Level: > TemplateLevel.Instance, Issuer: null })
            return [];
        var configuration = await engine.Configurations.CurrentAsync(ct);
        var records = await engine.Database.Exchanges.ListAsync(await FilterAsync(engine, template, ct), null, Looked, ct);
        return
        [
            .. records.Where(record => record.Claims is not null && Covers(template, record))
                .DistinctBy(record => (record.Issuer, record.ProjectId, record.RefType, record.Ref))
                .Select(record => Read(record, configuration)).OfType<RecentJob>().Take(limit),
        ];
    }

    private static bool Covers(SubTemplate template, ExchangeRecord record) =>
        (template.Issuer is null || template.Issuer == record.Issuer) && (template.Group is null || ProjectPaths.IsWithin(record.ProjectPath ?? "", template.Group));

    private static async Task<ImmutableHashSet<string>> ProjectsAsync(Engine engine, string issuer, string group, CancellationToken ct) =>
        [.. (await engine.Database.Projects.BurnedAsync(issuer, group + "/", null, null, MostProjects, ct)).Items.Select(path => path.ProjectId)];

    private static RecentJob? Read(ExchangeRecord record, ConfigurationInForce configuration)
    {
        if (configuration.Issuers.FirstOrDefault(issuer => issuer.Id == record.Issuer) is not { } issuer)
            return null;
        using var document = RecordedClaims.Read(record.Claims!);
        if (document is null)
            return null;
        var blanked = record.Address.Length == 0;
        var withheld = new WithheldClaims(name => record.ClaimsLeftOut.Contains(name) || RecordedClaims.IsPersonal(name) || (blanked && RecordedClaims.IsOfUser(name)));
        return new(record, new JobFacts(issuer, TokenKinds.Parse(record.TokenKind ?? ""), ClaimSet.Of(document.RootElement.Clone(), withheld)), withheld);
    }
}
