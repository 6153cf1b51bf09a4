using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.DryRuns;

/// <summary>What is stored of projects, asked once for each as long as there is room.</summary>
internal sealed class KnownProjects(IConfigurationStore store)
{
    private const int Most = 100_000;

    private readonly Dictionary<ProjectQuery, ProjectView> known = [];

    public ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct) =>
        known.TryGetValue(query, out var view) ? ValueTask.FromResult(view) : AskAsync(query, ct);

    private async ValueTask<ProjectView> AskAsync(ProjectQuery query, CancellationToken ct)
    {
        if (known.Count == Most)
            known.Clear();
        return known[query] = await store.FindProjectAsync(query, ct);
    }
}
