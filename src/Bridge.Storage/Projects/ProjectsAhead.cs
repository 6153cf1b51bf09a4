using System.Globalization;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>
/// Reads in one statement what the next jobs of all projects that were granted a token before will ask for: of all at start, and
/// after a change of the configuration of those that are still known. Without it each project's first exchange asks for itself.
/// </summary>
internal sealed class ProjectsAhead(Provider provider, KnownProjects known)
{
    private static readonly string Sql = ConfiguredProject.Select(
        "pin.issuer",
        "pin.project_id",
        "pin.project_id",
        $"revision CROSS JOIN (SELECT * FROM project_pins ORDER BY issuer, project_id LIMIT {KnownProjects.Half}) AS pin",
        """
        , pin.issuer, pin.project_id, pin.namespace_id, pin.path, pin.path_issued_at,
            (SELECT burned.project_id FROM burned_paths AS burned WHERE burned.issuer = pin.issuer AND burned.path = lower(pin.path))
        """) + " ORDER BY pin.issuer, pin.project_id";

    private const int More = ConfiguredProject.Columns;

    private long read;

    /// <summary>Reads what the revision in force has made out of date; nothing where it was read under that one before.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var revision = provider.Command(connection, null, "SELECT number FROM revision");
        var inForce = Convert.ToInt64(await revision.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        if (inForce == read)
            return;
        await using var command = provider.Command(connection, null, Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var row = new ReaderRow(provider, reader);
        Project? project = null;
        while (await reader.ReadAsync(ct))
        {
            if (project?.Is(row) != true)
            {
                Keep(project);
                project = new Project(row);
            }

            project.Rows.Add(row);
        }

        Keep(project);
        read = inForce;
    }

    private void Keep(Project? project)
    {
        if (project is null)
            return;
        var configured = project.Rows.Read();
        // An exchange that asked meanwhile knows better. And where there are more projects than can be kept, those stay that have jobs.
        var last = known.Find(project.Query);
        if (last is null ? read != 0 : last.Revision >= configured.Revision)
            return;
        known.Keep(project.Query, new(configured.Revision, new(project.Pin, project.PathOwner, null, configured.Enrolled, configured.Templates)));
    }

    private sealed class Project(Row row)
    {
        public ProjectQuery Query { get; } = new(row.Text(More), row.Text(More + 1), ProjectPaths.Fold(row.Text(More + 3)), null, null);

        public ProjectPin Pin { get; } = new(row.Text(More + 2), row.Text(More + 3), row.Time(More + 4));

        public string? PathOwner { get; } = row.TextOrNull(More + 5);

        public ConfiguredProject.Rows Rows { get; } = new(row.Text(More));

        public bool Is(Row row) => row.Text(More + 1) == Query.ProjectId && row.Text(More) == Query.Issuer;
    }
}
