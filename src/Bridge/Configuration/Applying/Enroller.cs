namespace Bridge.Configuration.Applying;

/// <summary>Enrols one project, or takes its enrolment back, with a change-log entry.</summary>
public sealed class Enroller(IConfigurationStore store)
{
    private const int MostTries = 20;

    /// <summary>Makes a project enrolled or not; nothing is written where it is so already.</summary>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public async Task<bool> SetAsync(EnrolledProject project, bool enrolled, string author, string? why, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            // The revision is read first: who comes between changes it, and then nothing is written.
            var revision = await store.RevisionAsync(ct);
            var stored = await store.FindProjectAsync(new ProjectQuery(project.Issuer, project.ProjectId, "", null, null), ct);
            if (stored.Enrolled == enrolled)
                return false;
            var change = new ConfigurationChange
            {
                Revision = revision,
                Author = author,
                Why = why,
                Difference = [$"{(enrolled ? '+' : '-')} projects/{project.Issuer}/{project.ProjectId}"],
                Enrol = enrolled ? [project] : [],
                Withdraw = enrolled ? [] : [project],
            };
            if (await store.ChangeAsync(change, ct) == ChangeOutcome.Written)
                return true;
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }
}
