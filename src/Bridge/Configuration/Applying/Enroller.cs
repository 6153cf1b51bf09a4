namespace Bridge.Configuration.Applying;

/// <summary>Enrols one project, or takes its enrolment back, with a change-log entry.</summary>
public sealed class Enroller(IConfigurationStore store)
{
    private const int MostTries = 20;

    /// <summary>Makes a project enrolled; nothing is written where it is so already.</summary>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public async Task<bool> EnrolAsync(EnrolledProject project, string author, string? why, CancellationToken ct) =>
        await ChangeAsync(project, null, Change('+', project, author, why) with { Enrol = [project] }, ct) is null;

    /// <summary>Takes back the enrolment that the author saw, and no other that came in its place (RFC 9110 §13.1.1).</summary>
    /// <returns>The version that was found: nothing is written where it is not <paramref name="seen"/>. Null where the project is not enrolled.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot answer, or other changes came between each time.</exception>
    public Task<int?> WithdrawAsync(EnrolledProject project, int seen, string author, string? why, CancellationToken ct) =>
        ChangeAsync(project, seen, Change('-', project, author, why) with { Withdraw = [project] }, ct);

    private async Task<int?> ChangeAsync(EnrolledProject project, int? seen, ConfigurationChange change, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            // The revision is read first: who comes between changes it, and then nothing is written and the version is compared again.
            var revision = await store.RevisionAsync(ct);
            var found = await store.EnrolmentVersionAsync(project, ct);
            if (found != seen || await store.ChangeAsync(change with { Revision = revision }, ct) == ChangeOutcome.Written)
                return found;
        }

        throw new StoreUnavailableException("the configuration was changed by others each time; try again");
    }

    private static ConfigurationChange Change(char sign, EnrolledProject project, string author, string? why) =>
        new() { Revision = 0, Author = author, Why = why, Difference = [$"{sign} projects/{project.Issuer}/{project.ProjectId}"] };
}
