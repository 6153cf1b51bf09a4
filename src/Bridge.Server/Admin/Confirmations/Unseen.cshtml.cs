using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>A rule that names a project which did not come for a while.</summary>
/// <param name="RelyingParty">The relying party of the rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Use">The project that it names.</param>
/// <param name="LastSeen">When its last job came; null where no record is kept of one.</param>
internal sealed record UnseenRule(string RelyingParty, string Rule, ProjectUse Use, DateTimeOffset? LastSeen);

/// <summary>What is configured for projects that did not come for some days: what is left behind may become another's.</summary>
[Needs(Right.Read)]
internal sealed class UnseenModel(BridgeDatabase database, ConfigurationCache configurations, TimeProvider time) : AdminPage
{
    public const int DaysAtFirst = 90;

    private const int MostDays = 3650;
    private const int PerPage = 50;
    private const int ProjectsAtOnce = 500;
    private const int MostReads = 10;

    public int Days { get; private set; }

    public ImmutableArray<UnseenRule> Rules { get; private set; } = [];

    /// <summary>Projects with sub components of their own, or enrolled ones.</summary>
    public ImmutableArray<KnownProject> Projects { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(int? days, string? after)
    {
        Days = Math.Clamp(days ?? DaysAtFirst, 1, MostDays);
        var since = time.GetUtcNow() - TimeSpan.FromDays(Days);
        if (after is null)
            Rules = await RulesAsync(since);
        (Projects, var last) = await ProjectsAsync(since, ProjectPlace.Read(after));
        Pager = Pager.Forward(Request, ProjectPlace.Write(last));
    }

    private async Task<ImmutableArray<UnseenRule>> RulesAsync(DateTimeOffset since)
    {
        var uses = await database.Projects.SeenAsync([.. ProjectUse.InRules(await configurations.CurrentAsync(Gone))], Gone);
        return
        [
            .. from seen in uses
               where seen.Last is null || seen.Last < since
               let place = seen.Use.Place.Split('/')
               select new UnseenRule(place[1], place[3], seen.Use, seen.Last),
        ];
    }

    // A page ends early rather than reading through everything where nearly all of them come daily.
    private async Task<(ImmutableArray<KnownProject> Found, ProjectKey? Last)> ProjectsAsync(DateTimeOffset since, ProjectKey? after)
    {
        var found = ImmutableArray.CreateBuilder<KnownProject>();
        for (var reads = 0; reads < MostReads; reads++)
        {
            var page = await database.Projects.KnownAsync(null, null, after, ProjectsAtOnce, null, Gone);
            foreach (var project in page.Items)
            {
                if ((project.Enrolled || project.Templates > 0) && (project.LastSeen is null || project.LastSeen < since))
                    found.Add(project);
                if (found.Count == PerPage)
                    return (found.ToImmutable(), project == page.Items[^1] ? page.Next : project.Key);
            }

            if ((after = page.Next) is null)
                break;
        }

        return (found.ToImmutable(), after);
    }
}
