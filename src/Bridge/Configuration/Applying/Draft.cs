using System.Collections.Immutable;
using Bridge.Configuration.Compiling;
using Bridge.Projects;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>
/// The configuration as a file would leave it: planned over what is stored and compiled with the same mistakes, never written.
/// Only <see cref="Applier"/> makes one.
/// </summary>
public sealed class Draft
{
    private readonly ILookup<EnrolledProject, SubTemplate> templates;
    private readonly ImmutableHashSet<EnrolledProject> enrolled;
    private readonly Untouched untouched;

    internal Draft(ConfigurationInForce configuration, Candidate candidate)
    {
        Configuration = configuration;
        templates = candidate.ProjectTemplates.ToLookup(template => new EnrolledProject(template.Issuer!, template.ProjectId!));
        enrolled = [.. candidate.Enrolled];
        untouched = new Untouched(candidate.Before, candidate.After);
    }

    public ConfigurationInForce Configuration { get; }

    /// <summary>The same configuration with the very things that are in force, wherever the file leaves them as they are.</summary>
    public ConfigurationInForce Over(ConfigurationInForce inForce) => untouched.Shared(Configuration, inForce);

    /// <summary>
    /// What would be stored of a job's projects: pins as they are, templates and enrolment as the draft has them. It is
    /// <paramref name="stored"/> itself where the file leaves all of it as it is.
    /// </summary>
    public ProjectView Over(ProjectQuery query, ProjectView stored)
    {
        var project = new EnrolledProject(query.Issuer, query.ProjectId);
        var drafted = stored with
        {
            Enrolled = enrolled.Contains(project),
            Templates = [.. templates[project], .. query.RunningProjectId is { } running ? templates[new(query.Issuer, running)] : []],
        };
        return drafted.Enrolled == stored.Enrolled && drafted.Templates.Length == stored.Templates.Length && drafted.Templates.All(template => stored.Templates.Any(template.SameAs))
            ? stored
            : drafted;
    }
}
