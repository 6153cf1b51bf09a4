using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.DryRuns;

/// <summary>Adds up differences, in bounded memory.</summary>
internal sealed class ImpactTally
{
    /// <summary>Claims that records lack are told apart by their names up to here; an issuer may put any name into a token.</summary>
    private const int MostUndecided = 100;

    private readonly Dictionary<Undecidable, long> undecided = [];
    private readonly Dictionary<ImpactKind, Tally> groups = [];
    private readonly Dictionary<ImpactEffect, (long Exchanges, HashSet<(string, string)> Projects)> totals = [];
    private long same;
    private long otherwise;
    private long assumed;
    private long beyond;

    public void Undecided(Undecidable why)
    {
        if (undecided.Count >= MostUndecided && !undecided.ContainsKey(why))
            why = why with { Claim = null };
        CollectionsMarshal.GetValueRefOrAddDefault(undecided, why, out _)++;
    }

    public void Decided(PastJob job, Redecided before, Redecided after)
    {
        if (job.Assumed)
            assumed++;
        if (KindOf(before, after) is { } kind)
            Add(kind, job);
        else if (before.Refused?.Reason != after.Refused?.Reason)
            otherwise++;
        else
            same++;
    }

    public Impact Result(long records) => new()
    {
        Records = records,
        Same = same,
        RefusedOtherwise = otherwise,
        Assumed = assumed,
        Undecided = [.. undecided.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Code, StringComparer.Ordinal).ThenBy(pair => pair.Key.Claim, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))],
        Totals = totals.ToImmutableSortedDictionary(pair => pair.Key, pair => new ImpactTotal(pair.Value.Exchanges, pair.Value.Projects.Count)),
        Groups = [.. groups.Select(pair => pair.Value.Group(pair.Key)).OrderBy(group => group.Kind.Effect).ThenByDescending(group => group.Count).ThenByDescending(group => group.ExampleId)],
        BeyondGroups = beyond,
    };

    private static ImpactKind? KindOf(Redecided before, Redecided after)
    {
        switch (before.Grant, after.Grant)
        {
            case (null, null):
                return null;
            case ({ } lost, null):
                return Kind(ImpactEffect.Lost, lost, before.Facts!, lost.Subject, null, after.Refused, "");
            case (null, { } gained):
                return Kind(ImpactEffect.Gained, gained, after.Facts!, null, gained.Subject, before.Refused, "");
            case ({ } old, { } fresh):
                var (claims, terms) = (GrantDifference.OfClaims(old, fresh), GrantDifference.OfTerms(old, fresh));
                if (old.Subject == fresh.Subject && claims.Length == 0 && terms.Length == 0)
                    return null;
                var effect = old.Subject != fresh.Subject ? ImpactEffect.Subject : claims.Length > 0 ? ImpactEffect.Claims : ImpactEffect.Terms;
                return Kind(effect, fresh, after.Facts!, old.Subject, fresh.Subject, null, string.Join(", ", new[] { claims, terms }.Where(part => part.Length > 0)));
        }
    }

    private static ImpactKind Kind(ImpactEffect effect, Grant grant, JobFacts facts, string? before, string? after, Refused? refused, string changes) => new(
        effect, facts.Issuer.Id, facts.ProjectId, grant.RelyingParty.Id, before, after, refused is null ? null : RefusalTable.Of(refused.Reason).Code, refused?.Name, changes);

    private void Add(ImpactKind kind, PastJob job)
    {
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, kind.Effect, out _);
        total.Exchanges++;
        total.Projects ??= [];
        if (total.Projects.Count < Impact.MostProjects)
            total.Projects.Add((kind.Issuer, kind.ProjectId));
        if (groups.TryGetValue(kind, out var group))
            group.Add(job);
        else if (groups.Count < Impact.MostGroups)
            groups.Add(kind, new Tally(job));
        else
            beyond++;
    }

    private sealed class Tally
    {
        private readonly DateTimeOffset first;
        private PastExchange last;
        private string path;
        private string? name;
        private long count;

        public Tally(PastJob job)
        {
            (first, last, path) = (job.Record.At, job.Record, "");
            Add(job);
        }

        public void Add(PastJob job)
        {
            count++;
            last = job.Record;
            (path, name) = (job.Claims.Text("project_path") ?? "", job.Claims.Text("ref"));
        }

        public ImpactGroup Group(ImpactKind kind) => new(kind, path, count, first, last.At, last.Id, name);
    }
}
