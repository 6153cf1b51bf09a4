using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Keys;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Lint;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Overview;

/// <summary>Where this Bridge stands. Whoever maintains projects sees the numbers of these alone.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine, LintSummary lint) : AdminPage
{
    private const int MostWaiting = 100;

    /// <summary>Most exchanges that are read to count those of somebody's projects.</summary>
    private const int MostOfProjects = 50_000;

    public Activity Activity { get; private set; } = null!;

    /// <summary>Whether the whole instance is shown, and not only somebody's projects.</summary>
    public bool Whole => !HttpContext.Caller().Reach.IsBound;

    public ImmutableArray<(Issuer Issuer, KeySetHealth? Keys)> Issuers { get; private set; } = [];

    /// <summary>The keys that are published, by algorithm, in the order in which they come and go.</summary>
    public ImmutableArray<StoredKey> Keys { get; private set; } = [];

    /// <summary>How many projects wait for a confirmation; counted up to a hundred.</summary>
    public int Waiting { get; private set; }

    public bool MoreWaiting { get; private set; }

    /// <summary>What the linter finds; null while it is looked for.</summary>
    public ImmutableArray<LintGroup>? Lint { get; private set; }

    /// <summary>What is left to do on a new instance; null once a token was given.</summary>
    public FirstSteps? Steps { get; private set; }

    public DateTimeOffset Now { get; } = engine.Time.GetUtcNow();

    public string Issuer => engine.Settings.Issuer.Text;

    public string TokenEndpoint => engine.Settings.Issuer.TokenEndpoint;

    public string JwksUri => engine.Settings.Issuer.JwksUri;

    public async Task OnGetAsync(string? range)
    {
        var chosen = ActivityRange.Of(range);
        Activity = Activity.Of(chosen, Now, await TallyAsync(chosen.Start(Now)));
        if (!Whole)
            return;
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        Issuers = [.. configuration.Issuers.Select(issuer => (issuer, engine.IssuerKeys.Health(issuer)))];
        Keys = [.. configuration.Keys.Published(Now).Select(key => key.Stored).OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenBy(key => key.Generation)];
        var waiting = await engine.Database.Projects.WaitingAsync(null, null, MostWaiting, Gone);
        (Waiting, MoreWaiting) = (waiting.Items.Length, waiting.Next is not null);
        Lint = await lint.FindAsync(Gone);
        if (Activity.Granted == 0)
            await ReadStepsAsync(configuration);
    }

    /// <summary>The card of the linter alone, for a page that did not wait for it.</summary>
    public async Task<IActionResult> OnGetLintAsync()
    {
        if (!Whole)
            return NotFound();
        Lint = await lint.FindAsync(Gone);
        return Partial("/Admin/Overview/_Lint.cshtml", this);
    }

    private async Task<ExchangeTally> TallyAsync(DateTimeOffset since) => HttpContext.Caller().Reach switch
    {
        Reach.Projects mine when !mine.Ids.IsEmpty => await engine.Database.ExchangeCounts.OfProjectsAsync(mine.Issuer, mine.Ids, since, Math.Max(500, MostOfProjects / mine.Ids.Count), Gone),
        Reach.Projects => new ExchangeTally(since, []),
        _ => await engine.Database.ExchangeCounts.SinceAsync(since, Gone),
    };

    private async Task ReadStepsAsync(ConfigurationInForce configuration)
    {
        var granted = await engine.Database.ExchangePages.ReadAsync(new ExchangeSought(new ExchangeFilter(Granted: true)), null, newer: false, 1, Gone);
        Steps = FirstSteps.Of(configuration, engine.Settings.Issuer, !granted.Items.IsEmpty) is { Done: false } open ? open : null;
    }
}
