using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.Subjects;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;
using Bridge.Storage.Records;
using Bridge.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Projects;

/// <summary>Relying parties at which one template counts for a project.</summary>
/// <param name="Parties">Their ids.</param>
/// <param name="Others">Whether it counts at every relying party that is not named here, too.</param>
/// <param name="Standings">Every scope that covers the project, with what became of it.</param>
/// <param name="TooWeak">The relying parties that demand a component which the template does not always have, and the first of these.</param>
/// <param name="Findings">What the linter says of the template.</param>
internal sealed record InForceAt(
    ImmutableArray<string> Parties, bool Others, TemplateStandings Standings, ImmutableArray<(string Party, string Claim)> TooWeak, ImmutableArray<LintLine> Findings)
{
    public SubTemplate Template => Standings.InForce;
}

/// <summary>All that is known of one project, and what its subjects are made of and why.</summary>
[Needs(Right.Read, Over.Project)]
internal sealed class ProjectModel(Engine engine) : AdminPage
{
    private const int Recent = 10;
    private const int MostPaths = 20;

    public Issuer Issuer { get; private set; } = null!;

    public ProjectKey Key { get; private set; } = null!;

    public Bridge.Projects.ProjectView Stored { get; private set; } = null!;

    public ImmutableArray<InForceAt> InForce { get; private set; } = [];

    public ImmutableArray<ExchangeRecord> Exchanges { get; private set; } = [];

    /// <summary>The paths that belong to it, for those who see everything.</summary>
    public ImmutableArray<BurnedPath> Paths { get; private set; } = [];

    public WaitingProject? Waiting { get; private set; }

    public bool MayWrite => HttpContext.Caller().Right >= Right.Write;

    public bool MayEnrol => HttpContext.Caller().May(Right.Admin, Place.Instance);

    public bool SeesAll => !HttpContext.Caller().Reach.IsBound;

    /// <summary>Where GitLab shows it; null where the issuer has no address.</summary>
    public string? GitLabUrl => Issuer.GitLabUrl is { } url ? $"{url.TrimEnd('/')}/{Path ?? $"projects/{Key.ProjectId}"}" : null;

    /// <summary>Where it is: as its pin says, or before there is one as its last job did.</summary>
    public string? Path => Stored.Pin?.Path ?? Exchanges.FirstOrDefault()?.ProjectPath;

    public string Name => Path ?? $"Project {Key.ProjectId}";

    public async Task<IActionResult> OnGetAsync()
    {
        var place = (Place.Project)HttpContext.Place();
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        if (configuration.Issuers.FirstOrDefault(issuer => issuer.Id == place.Issuer) is not { } issuer)
            return NotFound();
        (Issuer, Key) = (issuer, new ProjectKey(place.Issuer, place.Id));
        Stored = await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(place.Issuer, place.Id, "", null, null), Gone);
        Exchanges = await engine.Database.Exchanges.ListAsync(new ExchangeFilter(place.Issuer, place.Id), null, Recent, Gone);
        InForce = await InForceAsync(configuration);
        if (SeesAll)
        {
            Waiting = await engine.Database.Projects.FindWaitingAsync(Key, Gone);
            Paths = (await engine.Database.Projects.BurnedAsync(Key.Issuer, null, Key.ProjectId, null, MostPaths, Gone)).Items;
        }

        return Page();
    }

    private async Task<ImmutableArray<InForceAt>> InForceAsync(ConfigurationInForce configuration)
    {
        var templates = await TemplatesInView.ReadAsync(engine, [Key], Path is { } path ? [new KnownPath(Key.Issuer, Key.ProjectId, path)] : [], Gone);
        var parties = configuration.RelyingParties.Where(party => party.Enabled && Knows(party.Id)).ToDictionary(party => party.Id, StringComparer.Ordinal);
        return
        [
            .. parties.Keys.Order(StringComparer.Ordinal).Append(TemplatesInView.AnyRelyingParty).Select(party => (Party: party, Standings: Of(party)))
                .GroupBy(one => one.Standings.InForce.Id, StringComparer.Ordinal).OrderByDescending(group => group.Any(one => one.Party.Length == 0))
                .Select(group => new InForceAt(
                    [.. group.Select(one => one.Party).Where(party => party.Length > 0)], group.Any(one => one.Party.Length == 0), group.Last().Standings,
                    [.. group.Where(one => one.Party.Length > 0).Select(one => (one.Party, Lack: parties[one.Party].RequiredComponents.FirstOrDefault(claim => !one.Standings.InForce.Always(claim)))).Where(one => one.Lack is not null).Select(one => (one.Party, one.Lack!))],
                    [.. templates.Findings(group.Last().Standings.InForce).Where(finding => SeesAll || !TemplateWords.NamesOthers(finding))])),
        ];

        TemplateStandings Of(string party) => TemplateStandings.Of(Key.Issuer, Key.ProjectId, ProjectPaths.Parent(Path ?? ""), party, parties.Keys, templates.Find);
    }

    // Which services there are is nobody's own; whoever maintains a project knows those that it has to do with.
    private bool Knows(string party) => SeesAll || Exchanges.Any(record => record.RelyingParty == party) || Stored.Templates.Any(template => template.RelyingParty == party);
}
