using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Explain;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>One exchange: what was decided, check by check, why, what to do about it, and what it would come to today.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class ExchangeModel(Engine engine, Places places, Explainer explainer) : AdminPage
{
    public ExchangeRecord Record { get; private set; } = null!;

    public ImmutableArray<Step> Steps { get; private set; } = [];

    public Refused? Refused { get; private set; }

    public GitLabLinks Links { get; private set; } = null!;

    public Issuer? Issuer { get; private set; }

    /// <summary>The audience of the relying party as it is named now.</summary>
    public string? Audience { get; private set; }

    /// <summary>The claims of the job, each with its value as JSON.</summary>
    public ImmutableArray<(string Name, string Value)> Claims { get; private set; } = [];

    /// <summary>What it would come to today; null where nobody asked, or where it cannot be decided.</summary>
    public Explanation? Today { get; private set; }

    public ImmutableArray<Step> TodaySteps { get; private set; } = [];

    /// <summary>Why it cannot be decided again.</summary>
    public string? Undecidable { get; private set; }

    public long Revision { get; private set; }

    /// <summary>Whether the caller sees what belongs to the instance, and so gets links to it.</summary>
    public bool SeesInstance => !HttpContext.Caller().Reach.IsBound;

    /// <summary>Whether an administrator's confirmation would let the project in.</summary>
    public bool Waits => Record.WaitingProjectId is not null;

    /// <summary>Whether today's decision is another one than that of the record.</summary>
    public bool Differs => Today is { } today && ((today.Refused is { } refused ? RefusalTable.Of(refused.Reason).Code : null) != Record.Reason || (today.Trail.Subject != Record.Subject && Record.Granted));

    public async Task<IActionResult> OnGetAsync(Guid id, bool today)
    {
        if (await engine.Database.Exchanges.FindAsync(id, Gone) is not { } record || !await SeesAsync(record))
            return NotFound();
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        (Record, Steps, Refused, Revision) = (record, Timeline.Of(record), Timeline.Refused(record), configuration.Revision);
        Issuer = configuration.Issuers.FirstOrDefault(issuer => issuer.Id == record.Issuer);
        Audience = configuration.RelyingParties.FirstOrDefault(party => party.Id == record.RelyingParty)?.Audience;
        Links = GitLabLinks.Of(Issuer, record.ProjectPath, record.PipelineId, record.JobId, record.UserLogin);
        using var document = record.Claims is { } claims ? RecordedClaims.Read(claims) : null;
        Claims = document is null ? [] : [.. document.RootElement.EnumerateObject().Select(claim => (claim.Name, claim.Value.ToString()))];
        if (today)
            await DecideAgainAsync(id);
        return Page();
    }

    private async Task DecideAgainAsync(Guid id)
    {
        switch (await explainer.ExplainAsync(new ExplainQuestion(null, id, null), HttpContext.Caller(), Gone))
        {
            case Explained.Done done:
                (Today, TodaySteps) = (done.Comparison.InForce, Timeline.Of(done.Comparison.InForce, recorded: true));
                break;
            case Explained.Undecided undecided:
                Undecidable = undecided.Why.ToString();
                break;
            default:
                Undecidable = "its record does not hold enough to decide it";
                break;
        }
    }

    private async Task<bool> SeesAsync(ExchangeRecord record)
    {
        var caller = HttpContext.Caller();
        return !caller.Reach.IsBound || (record is { Issuer: { } issuer, ProjectId: { } project } && await places.ProjectAsync(issuer, project, Gone) is { } place && caller.May(Right.Read, place));
    }
}
