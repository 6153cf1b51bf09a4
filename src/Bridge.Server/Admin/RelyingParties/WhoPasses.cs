using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Exchange;
using Bridge.Policies;
using Bridge.Refusals;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>What comes of a job.</summary>
/// <param name="Granted">Whether it would get a token.</param>
/// <param name="Rule">The rule that decides; null where none matches.</param>
/// <param name="Why">Why it would get none, as a sentence; null for a grant.</param>
/// <param name="Shadows">What shadow rules would have done.</param>
public sealed record Verdict(bool Granted, string? Rule, string? Why, string? Shadows)
{
    public static Verdict Of(Explanation side, ImmutableArray<Rule> rules)
    {
        // The rules are asked also where an earlier check refuses, such as a project that waits: that may pass, and then they count.
        var match = side.Trail.Rules ?? (side.Trail.Facts is { } facts ? RuleMatch.Of(rules, facts) : null);
        var shadows = match is null ? [] : match.Shadows.Where(shadow => match.Effect(shadow) != ShadowEffect.Nothing)
            .Select(shadow => match.Effect(shadow) == ShadowEffect.WouldHaveGranted ? $"{shadow.Id} would let it in" : $"{shadow.Id} would keep it out").ToArray();
        return new(side.Refused is null, match?.Rule?.Id, side.Refused is { } refused ? RefusalAnswer.To(refused, Visibility.Exact).Description : null, shadows.Length == 0 ? null : string.Join(", ", shadows));
    }
}

/// <summary>Recent jobs of one branch or tag of one project that come to the same.</summary>
/// <param name="Exchange">The last of their exchanges.</param>
/// <param name="At">When it was made.</param>
/// <param name="Issuer">The issuer.</param>
/// <param name="ProjectId">The project's id.</param>
/// <param name="ProjectPath">Its path.</param>
/// <param name="Ref">The branch or tag.</param>
/// <param name="Count">How many.</param>
/// <param name="Before">In force.</param>
/// <param name="After">Under the draft; null where there is none.</param>
public sealed record JobsAlike(Guid Exchange, DateTimeOffset At, string Issuer, string ProjectId, string ProjectPath, string? Ref, int Count, Verdict Before, Verdict? After)
{
    public bool Gains => After is { Granted: true } && !Before.Granted;

    public bool Loses => After is { Granted: false } && Before.Granted;

    /// <summary>What it comes to, with the draft where there is one.</summary>
    public Verdict Now => After ?? Before;
}

/// <summary>Which recent jobs would get a token of a relying party, by which rule, and what a draft of its rules changes.</summary>
/// <param name="Jobs">The jobs: who loses first, then who gains, then who passes, then the others.</param>
/// <param name="Looked">How many exchanges were decided again.</param>
/// <param name="Undecided">How many could not be: a claim that decides was not kept.</param>
/// <param name="Drafted">Whether there is a draft.</param>
/// <param name="Mistakes">Why the draft cannot be.</param>
public sealed record WhoPasses(ImmutableArray<JobsAlike> Jobs, int Looked, int Undecided, bool Drafted, ImmutableArray<Mistake> Mistakes)
{
    /// <summary>So many kinds of jobs are shown.</summary>
    public const int MostShown = 50;

    public int Passing => Jobs.Where(jobs => jobs.Now.Granted).Sum(jobs => jobs.Count);

    public int Gaining => Jobs.Where(jobs => jobs.Gains).Sum(jobs => jobs.Count);

    public int Losing => Jobs.Where(jobs => jobs.Loses).Sum(jobs => jobs.Count);

    /// <summary>Asks for a relying party as it is in force, and as <paramref name="changed"/> would make it, where that is given.</summary>
    public static async Task<WhoPasses> AskAsync(Engine engine, RelyingParty party, Node.Map? changed, CancellationToken ct)
    {
        var (draft, mistakes) = changed is null ? (null, []) : await DraftAsync(engine, Section.RelyingParties, changed, ct);
        var (decided, undecided) = await RecentJobs.DecideAsync(engine, party.Id, party.Audience, draft, ct);
        var rules = draft?.Configuration.RelyingParties.Single(other => other.Id == party.Id).Rules ?? party.Rules;
        var jobs = from one in decided
                   let facts = one.Comparison.InForce.Trail.Facts
                   where facts is not null
                   let before = Verdict.Of(one.Comparison.InForce, party.Rules)
                   let after = one.Comparison.Draft is { } side ? Verdict.Of(side, rules) : null
                   group one.Record by (Issuer: facts.Issuer.Id, facts.ProjectId, facts.ProjectPath, Ref: facts.Claims.Text("ref"), Before: before, After: after) into alike
                   let last = alike.MaxBy(record => record.Id)!
                   select new JobsAlike(last.Id, last.At, alike.Key.Issuer, alike.Key.ProjectId, alike.Key.ProjectPath, alike.Key.Ref, alike.Count(), alike.Key.Before, alike.Key.After);
        return new WhoPasses([.. jobs.OrderBy(Rank).ThenByDescending(alike => alike.Count).ThenBy(alike => alike.ProjectPath, StringComparer.Ordinal)], decided.Count, undecided, draft is not null, mistakes);
    }

    /// <summary>The configuration with one thing changed; nothing is written.</summary>
    public static async Task<(Draft? Draft, ImmutableArray<Mistake> Mistakes)> DraftAsync(Engine engine, Section section, Node.Map thing, CancellationToken ct)
    {
        var keys = (await engine.Configurations.RefreshAsync(ct)).Keys;
        var file = NodeParts.Map([(ConfigurationCompiler.Name(section), NodeParts.List([thing]))]);
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(new ApplyFile(file, null), keys, ct);
        return (draft, plan.Mistakes);
    }

    private static int Rank(JobsAlike jobs) => jobs switch { { Loses: true } => 0, { Gains: true } => 1, { Now.Granted: true } => 2, _ => 3 };
}
