using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;

namespace Bridge.DryRuns;

/// <summary>One of the two configurations that are compared: what is in force, or a draft; and what it knows of projects.</summary>
internal sealed class Side
{
    private const int MostProjects = 100_000;

    private readonly Dictionary<ProjectQuery, ProjectView> known = [];
    private readonly Func<ProjectQuery, CancellationToken, ValueTask<ProjectView>> find;

    private Side(ConfigurationInForce configuration, Func<ProjectQuery, CancellationToken, ValueTask<ProjectView>> find) => (Configuration, this.find) = (configuration, find);

    public ConfigurationInForce Configuration { get; }

    public static Side InForce(ConfigurationInForce configuration, IConfigurationStore store) => new(configuration, store.FindProjectAsync);

    /// <summary>The side of a draft over this one.</summary>
    public Side Under(Draft draft) => new(draft.Over(Configuration), async (query, ct) => draft.Over(query, await FindAsync(query, ct)));

    /// <summary>What this side knows of a job's projects, asked once for each as long as there is room.</summary>
    public ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct) =>
        known.TryGetValue(query, out var view) ? ValueTask.FromResult(view) : AskAsync(query, ct);

    private async ValueTask<ProjectView> AskAsync(ProjectQuery query, CancellationToken ct)
    {
        if (known.Count == MostProjects)
            known.Clear();
        return known[query] = await find(query, ct);
    }
}
