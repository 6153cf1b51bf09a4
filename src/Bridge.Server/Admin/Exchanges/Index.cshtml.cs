using System.Collections.Immutable;
using Bridge.Access;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>The exchanges as they come in, the newest first, by filters that stand in the address.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine, Places places) : AdminPage
{
    private const int PerPage = 50;
    private const int MostSuggested = 200;

    public ExchangeForm Form { get; private set; } = null!;

    public ImmutableArray<ExchangeRecord> Records { get; private set; } = [];

    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>How far back was looked without finding a page full; null where all was seen that there is.</summary>
    public DateTimeOffset? LookedTo { get; private set; }

    /// <summary>Whether this is the newest page, which brings new exchanges by itself.</summary>
    public bool Live { get; private set; }

    public ImmutableArray<Issuer> Issuers { get; private set; } = [];

    public ImmutableArray<string> RelyingParties { get; private set; } = [];

    /// <summary>The path of the project that is looked for, as far as it is known.</summary>
    public string? ProjectPath { get; private set; }

    public bool Bound => HttpContext.Caller().Reach.IsBound;

    /// <summary>Where this very list is; the newest page moves.</summary>
    public string Here => Live ? Form.With("", null) : Request.Path + Request.QueryString;

    public async Task<IActionResult> OnGetAsync(string? project, string? before, string? after)
    {
        if (await ElsewhereAsync(project) is { } elsewhere)
            return elsewhere;
        Form = ExchangeForm.Read(HttpContext);
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        Issuers = HttpContext.Caller().Reach is Reach.Projects mine ? [.. configuration.Issuers.Where(issuer => issuer.Id == mine.Issuer)] : configuration.Issuers;
        // Which services there are is none of a maintainer's business.
        RelyingParties = Bound ? [] : [.. configuration.RelyingParties.Take(MostSuggested).Select(party => party.Id)];
        if (Form.Sought is not { } sought)
            return Page();
        if (sought.Filter is { Issuer: { } issuer, ProjectId: { } id })
        {
            if (await places.ProjectAsync(issuer, id, Gone) is not { } place || !HttpContext.Caller().May(Right.Read, place))
                return NotFound();
            ProjectPath = place.Path;
        }

        return await ReadAsync(sought, before, after);
    }

    private async Task<IActionResult> ReadAsync(ExchangeSought sought, string? before, string? after)
    {
        var newer = before is not null;
        var key = Guid.TryParse(before ?? after, out var id) ? id : (Guid?)null;
        var page = await engine.Database.ExchangePages.ReadAsync(sought, key, newer, PerPage, Gone);
        // What was newer is looked at: from here on the list moves by itself again.
        if (newer && page.Newer is null)
            page = await engine.Database.ExchangePages.ReadAsync(sought, null, newer: false, PerPage, Gone);
        (Records, LookedTo, Live) = (page.Items, page.LookedTo, page.Newer is null);
        Pager = Pager.Of(Request, page.Newer?.ToString(), page.Older?.ToString());
        return Page();
    }

    // A form sends its empty fields too, a person knows a project by its path, and a job prints the id of an exchange.
    private async Task<IActionResult?> ElsewhereAsync(string? project)
    {
        if (Guid.TryParse(project, out var exchange))
            return RedirectToPage("/Exchanges/Exchange", new { id = exchange });
        var kept = Request.Query.Where(pair => pair.Key != "project" && pair.Value.ToString().Length > 0).ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(), StringComparer.Ordinal);
        if (project is { Length: > 0 } && await FindAsync(project.Trim().Trim('/'), kept.GetValueOrDefault("issuer")) is var (issuer, id))
            (kept["issuer"], kept["project_id"]) = (issuer, id);
        return project is null && kept.Count == Request.Query.Count ? null : Redirect(QueryHelpers.AddQueryString(Request.Path, kept));
    }

    private async Task<(string Issuer, string Id)> FindAsync(string project, string? named)
    {
        var issuers = (await engine.Configurations.CurrentAsync(Gone)).Issuers.Select(issuer => issuer.Id).Where(id => named is null || id == named).ToList();
        foreach (var issuer in issuers)
        {
            if (!ProjectPaths.IsId(project) && await engine.Database.Things.FindProjectAsync(issuer, project, Gone) is { } id)
                return (issuer, id);
        }

        return (named ?? issuers.FirstOrDefault() ?? "", project);
    }

    /// <summary>The reasons by the check that gives them, in the order of the checks.</summary>
    public static IEnumerable<IGrouping<string, RefusalRow>> Reasons => RefusalTable.Rows
        .Where(row => Bridge.Exchange.RefusedAt.Of(row.Reason) is not (null or Bridge.Exchange.Check.IssuerLimiter))
        .OrderBy(row => Bridge.Exchange.RefusedAt.Of(row.Reason)).ThenBy(row => row.Code, StringComparer.Ordinal).GroupBy(row => CheckWords.Title(Bridge.Exchange.RefusedAt.Of(row.Reason)!.Value), StringComparer.Ordinal);
}
