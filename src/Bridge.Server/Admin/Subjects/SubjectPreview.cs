using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Linting;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Server.Hosting;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>What some kinds of relying party take, that have one limit.</summary>
/// <param name="Bytes">Longest sub, in bytes.</param>
/// <param name="Profiles">The words of their profiles.</param>
/// <param name="Refusal">Why such a one gets no sub of this job; null where it does.</param>
/// <param name="Digest">Whether it gets the digest where one that takes more does not.</param>
internal sealed record TakenBy(int Bytes, ImmutableArray<string> Profiles, string? Refusal, bool Digest);

/// <summary>What a template makes of one job.</summary>
/// <param name="Record">The job's record, with the sub that it got.</param>
/// <param name="Subject">The sub under the template; null where there would be none.</param>
/// <param name="Bytes">How long it would be, undigested.</param>
/// <param name="Refusal">Why there would be none.</param>
/// <param name="Taken">Who takes it, by limit.</param>
/// <param name="Elsewhere">Which template counts for this job instead, or null.</param>
internal sealed record PreviewedJob(ExchangeRecord Record, string? Subject, int Bytes, string? Refusal, ImmutableArray<TakenBy> Taken, string? Elsewhere);

/// <summary>
/// What comes of a template before it is saved: the subs of jobs that came lately, by the very code that renders those of an exchange, and
/// what the linter says. Nothing is written.
/// </summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Findings">What the linter finds, errors first.</param>
/// <param name="TooWeak">Relying parties that demand a component which is not always there, each with the first of these.</param>
internal sealed record SubjectPreview(ImmutableArray<PreviewedJob> Jobs, ImmutableArray<LintLine> Findings, ImmutableArray<(string Party, string Claim)> TooWeak)
{
    private const int MostJobs = 5;
    private const int Unlimited = int.MaxValue;

    private static readonly ImmutableArray<(int Bytes, ImmutableArray<string> Profiles)> Limits =
        [.. Bridge.Claims.Profile.All.Values.GroupBy(profile => profile.MaximumSubjectBytes).OrderByDescending(same => same.Key).Select(same => (same.Key, same.Select(profile => profile.Name).Order(StringComparer.Ordinal).ToImmutableArray()))];

    public static async Task<SubjectPreview> OfAsync(Engine engine, SubTemplate template, bool namesParties, CancellationToken ct)
    {
        var configuration = await engine.Configurations.CurrentAsync(ct);
        // While a new one has no id yet it goes by what no id can be, so that it is none of those that are stored.
        var draft = template.Id.Length == 0 ? template with { Id = "-" } : template;
        var jobs = ImmutableArray.CreateBuilder<PreviewedJob>();
        foreach (var job in await RecentJobs.FindAsync(engine, draft, MostJobs, ct))
            jobs.Add(await PreviewAsync(engine, configuration, draft, job, ct));
        var weak = configuration.RelyingParties.Where(party => namesParties && party.Enabled && (draft.RelyingParty is null || draft.RelyingParty == party.Id))
            .Select(party => (party.Id, Claim: party.RequiredComponents.FirstOrDefault(claim => !draft.Always(claim)))).Where(lack => lack.Claim is not null).Select(lack => (lack.Id, lack.Claim!));
        return new(jobs.ToImmutable(), [.. (await FindingsAsync(engine, draft, ct)).Where(finding => namesParties || !TemplateWords.NamesOthers(finding))], [.. weak]);
    }

    private static async Task<ImmutableArray<LintLine>> FindingsAsync(Engine engine, SubTemplate draft, CancellationToken ct)
    {
        ImmutableArray<SubTemplate> looked = [draft];
        ImmutableArray<KnownPath> paths = [];
        if (draft is { Issuer: { } issuer, ProjectId: { } project })
        {
            var stored = await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(issuer, project, "", null, null), ct);
            looked = [.. stored.Templates.Where(other => other.Id != draft.Id), draft];
            paths = stored.Pin is { } pin ? [new KnownPath(issuer, project, pin.Path)] : [];
        }

        return [.. TemplateLint.Find(await engine.Database.Configuration.ReadAsync(ct), looked, paths, engine.Compiler)[draft.Id]];
    }

    private static async Task<PreviewedJob> PreviewAsync(Engine engine, ConfigurationInForce configuration, SubTemplate draft, RecentJob job, CancellationToken ct)
    {
        var stored = await engine.Database.Configuration.FindProjectAsync(ProjectQuery.Of(job.Facts), ct);
        var inForce = TemplateStandings.For(job.Facts, job.Record.RelyingParty ?? draft.RelyingParty ?? "", [], scope => Find(scope, draft, configuration, stored)).InForce;
        var elsewhere = inForce.Id == draft.Id ? null : inForce.Id;
        var rendered = Subject.Render(draft, job.Facts, Unlimited);
        if (!rendered.Is(out var whole, out var refused))
            return new(job.Record, null, 0, Words(refused, job), [], elsewhere);
        var subject = Subject.Render(draft, job.Facts, Limits[0].Bytes).Is(out var fitting, out var tooLong) ? fitting : null;
        return new(job.Record, subject ?? whole, whole.Length, subject is null ? Words(tooLong!, job) : null, [.. Limits.Select(limit => Taken(limit, draft, job, subject))], elsewhere);
    }

    private static TakenBy Taken((int Bytes, ImmutableArray<string> Profiles) limit, SubTemplate draft, RecentJob job, string? subject) =>
        Subject.Render(draft, job.Facts, limit.Bytes).Is(out var own, out var refused)
            ? new(limit.Bytes, limit.Profiles, null, own != subject)
            : new(limit.Bytes, limit.Profiles, Words(refused, job), false);

    private static SubTemplate? Find(TemplateScope scope, SubTemplate draft, ConfigurationInForce configuration, ProjectView stored)
    {
        if (scope == TemplateScope.Of(draft))
            return draft;
        return scope.Level == TemplateLevel.Project ? stored.Templates.FirstOrDefault(template => TemplateScope.Of(template) == scope) : configuration.FindTemplate(scope);
    }

    private static string Words(Refused refused, RecentJob job) => job.Withheld.Asked is { } claim
        ? $"The record of this job does not hold {claim}, so its sub cannot be shown."
        : RefusalAnswer.To(refused, Visibility.Exact) is var answer ? $"{answer.Description} ({answer.Reason})" : "";
}
