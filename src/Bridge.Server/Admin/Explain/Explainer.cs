using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Explain;

/// <summary>What came of a question: the comparison, or why there is none.</summary>
internal abstract record Explained
{
    /// <summary>Every check, and what it comes to.</summary>
    public sealed record Done(Comparison Comparison) : Explained;

    /// <summary>The draft has mistakes.</summary>
    public sealed record Mistaken(ImmutableArray<Mistake> Mistakes) : Explained;

    /// <summary>The record cannot be decided again.</summary>
    public sealed record Undecided(Undecidable Why) : Explained;

    /// <summary>A draft is of the whole configuration, and the caller is bound.</summary>
    public sealed record NoDraftForBound : Explained;

    /// <summary>It is not there, or none of the caller's business.</summary>
    public sealed record Unseen : Explained;
}

/// <summary>
/// Says, for API and pages alike, what a token or a recorded exchange comes to. Nothing is stored. A bound caller is told of jobs of the
/// own projects or group alone, and drafts nothing.
/// </summary>
internal sealed class Explainer(Engine engine, Places places)
{
    public async Task<Explained> ExplainAsync(ExplainQuestion question, Caller caller, CancellationToken ct)
    {
        if (question.Draft is not null && caller.Reach.IsBound)
            return new Explained.NoDraftForBound();
        var (draft, mistakes) = await DraftAsync(question, ct);
        if (!mistakes.IsEmpty)
            return new Explained.Mistaken(mistakes);
        var (comparison, why) = await CompareAsync(question, draft, ct);
        // Of a record that cannot be decided nobody knows whose it is, so a bound caller is not told that it is there.
        if (why is not null && !caller.Reach.IsBound)
            return new Explained.Undecided(why);
        return comparison is not null && await SeesAsync(caller, comparison, ct) ? new Explained.Done(comparison) : new Explained.Unseen();
    }

    private async Task<(Comparison? Comparison, Undecidable? Why)> CompareAsync(ExplainQuestion question, Draft? draft, CancellationToken ct)
    {
        if (question.Request is { } request)
            return (await engine.DryRun.ExplainAsync(request, draft, ct), null);
        return await engine.Database.PastExchanges.FindAsync(question.Exchange!.Value, ct) is { } record ? await engine.DryRun.ExplainAsync(record, draft, ct) : (null, null);
    }

    private async Task<(Draft? Draft, ImmutableArray<Mistake> Mistakes)> DraftAsync(ExplainQuestion question, CancellationToken ct)
    {
        if (question.Draft is not { } content)
            return (null, []);
        var keys = (await engine.Configurations.RefreshAsync(ct)).Keys;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(new ApplyFile(content, null), keys, ct);
        return (draft, draft is null ? plan.Mistakes : []);
    }

    // Whose job it is, is known once its token's claims hold; before that it is nobody's.
    private async Task<bool> SeesAsync(Caller caller, Comparison comparison, CancellationToken ct) =>
        !caller.Reach.IsBound || comparison.InForce.Trail.Facts is { } facts && await places.ProjectAsync(facts.Issuer.Id, facts.ProjectId, ct) is { } place && caller.May(Right.Read, place);
}
