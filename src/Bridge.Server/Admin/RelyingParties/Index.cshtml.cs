using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Policies;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The relying parties, with what they were used for lately.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    /// <summary>So many of the last exchanges are counted.</summary>
    public const int MostCounted = 1000;

    public ImmutableArray<RelyingParty> Parties { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public string? Search { get; private set; }

    public ILookup<string, RecentOutcome> Last { get; private set; } = null!;

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync(string? q, string? after)
    {
        Search = q?.Trim() is { Length: > 0 } search ? search : null;
        var configuration = await engine.Configurations.RefreshAsync(Gone);
        var found = configuration.RelyingParties.Where(Matches).OrderBy(party => party.Id, StringComparer.Ordinal)
            .Where(party => after is null || string.CompareOrdinal(party.Id, after) > 0).Take(PerPage + 1).ToImmutableArray();
        Parties = [.. found.Take(PerPage)];
        Pager = Pager.Of(Request, null, found.Length > PerPage ? found[PerPage - 1].Id : null);
        Last = (await engine.Database.Exchanges.OutcomesAsync(new ExchangeFilter(), MostCounted, Gone)).Where(outcome => outcome.RelyingParty is not null).ToLookup(outcome => outcome.RelyingParty!, StringComparer.Ordinal);
    }

    private bool Matches(RelyingParty party) => Search is null
        || party.Id.Contains(Search, StringComparison.OrdinalIgnoreCase) || party.Audience.Contains(Search, StringComparison.OrdinalIgnoreCase) || party.Profile.Name.Equals(Search, StringComparison.OrdinalIgnoreCase);
}
