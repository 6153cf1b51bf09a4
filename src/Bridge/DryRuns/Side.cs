using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;

namespace Bridge.DryRuns;

/// <summary>One of the two configurations that are compared: what is in force, or a draft.</summary>
internal sealed class Side(ConfigurationInForce configuration, Draft? draft)
{
    public ConfigurationInForce Configuration => configuration;

    public static Side InForce(ConfigurationInForce configuration) => new(configuration, null);

    public static Side Of(Draft draft) => new(draft.Configuration, draft);

    /// <summary>What this side knows of a job's projects.</summary>
    public ProjectView View(ProjectQuery query, ProjectView stored) => draft?.Over(query, stored) ?? stored;
}
