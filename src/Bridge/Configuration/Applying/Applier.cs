using Bridge.Access;
using Bridge.Configuration.Compiling;
using Bridge.Keys;

namespace Bridge.Configuration.Applying;

/// <summary>
/// Applies a file to the configuration. What the file names by its id becomes as the file says; what it leaves out stays,
/// unless its section says <c>prune: true</c>. The whole configuration that would come out is compiled first, and then written
/// with its change-log entry in one transaction, or not at all. The same file a second time changes nothing.
/// </summary>
public sealed class Applier(IConfigurationStore store, ConfigurationCompiler compiler, TimeProvider time)
{
    /// <summary>More deletions than this must be allowed by their number.</summary>
    public const int DeletionsWithoutAsking = 10;

    private const int MostTries = 5;
    /// <summary>Longest text that says why, in characters.</summary>
    public const int LongestWhy = 1000;

    /// <summary>What the file would do; nothing is written.</summary>
    public async Task<ApplyPlan> PlanAsync(ApplyFile file, int? allowDelete, CancellationToken ct) =>
        Plan(file, await Stored.ReadAsync(store, ct), allowDelete).Plan;

    /// <summary>
    /// The configuration as the file would leave it, with <paramref name="keys"/> to sign; null where there is any mistake. Nothing
    /// is written, so nothing needs to be allowed.
    /// </summary>
    public async Task<(ApplyPlan Plan, Draft? Draft)> DraftAsync(ApplyFile file, KeyRing keys, CancellationToken ct)
    {
        var planned = Plan(file, await Stored.ReadAsync(store, ct), int.MaxValue, keys);
        return (planned.Plan, planned is { Plan.Mistakes.IsEmpty: true, Configuration: { } configuration } ? new Draft(configuration, planned.Candidate) : null);
    }

    /// <summary>Does what the file says. Where another change comes between, the file is planned again.</summary>
    /// <param name="file">The file.</param>
    /// <param name="author">Who does it, for the change log.</param>
    /// <param name="why">Why, in the author's own words: one line, or null.</param>
    /// <param name="allowDelete">How many deletions are allowed, where there are more than <see cref="DeletionsWithoutAsking"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public Task<ApplyPlan> CommitAsync(ApplyFile file, string author, string? why, int? allowDelete, CancellationToken ct) =>
        CommitAsync(file, new Caller(author, Right.Admin, Reach.Everything), why, allowDelete, ct);

    /// <summary>Does what the file says where the caller, whom nothing binds, has the right to all of it; nothing is written otherwise.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public async Task<ApplyPlan> CommitAsync(ApplyFile file, Caller caller, string? why, int? allowDelete, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (plan, planner, _, _) = Plan(file, await Stored.ReadAsync(store, ct), allowDelete);
            if (why is not null && (why.Length > LongestWhy || why.Any(char.IsControl)))
                plan = plan with { Mistakes = plan.Mistakes.Add(new Mistake("why", $"must be one line of at most {LongestWhy} characters")) };
            if (!plan.Ready || !caller.May(plan.Needed, Place.Instance))
                return plan;
            if (await store.ChangeAsync(planner.Change(caller.Author, file.Hash) with { Why = why, Warnings = plan.Warnings }, ct) == ChangeOutcome.Written)
                return plan with { Written = true };
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    private Planned Plan(ApplyFile file, Stored stored, int? allowDelete, KeyRing? keys = null)
    {
        var planner = new Planner(stored);
        var candidate = planner.Plan(file.Content);
        var compilation = compiler.Check(candidate, time.GetUtcNow(), keys);
        var mistakes = planner.MistakesOf(compilation);
        if (planner.Deletions > (allowDelete ?? DeletionsWithoutAsking))
            mistakes = mistakes.Add(new Mistake("prune", $"{planner.Deletions} things would be deleted: allow it with --allow-delete {planner.Deletions}"));
        var plan = new ApplyPlan(
            [.. mistakes.OrderBy(mistake => mistake.Line == 0 ? int.MaxValue : mistake.Line)],
            [.. compilation.Warnings.Where(warning => planner.Names(warning.Path))],
            planner.Lines,
            planner.Deletions,
            stored.Source.Revision,
            planner.Needed);
        return new(plan, planner, candidate, compilation.Configuration);
    }

    private sealed record Planned(ApplyPlan Plan, Planner Planner, Candidate Candidate, ConfigurationInForce? Configuration);
}
