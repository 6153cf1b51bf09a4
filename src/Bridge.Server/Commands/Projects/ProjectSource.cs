using System.CommandLine;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Server.Commands.Remote;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary>Where the commands of projects read and confirm: this machine's own database, or a server that runs.</summary>
internal abstract class ProjectSource : IAsyncDisposable
{
    /// <summary>The server that the option names, or else the database.</summary>
    public static async Task<ProjectSource> OpenAsync(CommandContext context, ParseResult parsed, Option<string> server, CancellationToken ct) => parsed.Server(server, context) is { } remote
        ? new ServedProjects(remote)
        : new StoredProjects(context, await context.OpenCurrentDatabaseAsync(ct));

    /// <summary>The projects that Bridge keeps something of (<see cref="ProjectLists.KnownAsync"/>).</summary>
    public abstract IAsyncEnumerable<KnownProject> KnownAsync(string? issuer, string? search, CancellationToken ct);

    /// <summary>The projects that wait for an administrator.</summary>
    public abstract IAsyncEnumerable<WaitingProject> WaitingAsync(string? issuer, CancellationToken ct);

    /// <summary>One project, if it waits.</summary>
    public abstract Task<WaitingProject?> FindWaitingAsync(ProjectKey key, CancellationToken ct);

    /// <summary>The paths that belong to projects (<see cref="ProjectLists.BurnedAsync"/>).</summary>
    public abstract IAsyncEnumerable<BurnedPath> BurnedAsync(string? issuer, string? prefix, string? projectId, CancellationToken ct);

    /// <summary>The places of the configuration whose project was not seen for some days, with when it last was.</summary>
    public abstract IAsyncEnumerable<(ProjectUse Use, DateTimeOffset? Last)> UnseenAsync(int days, CancellationToken ct);

    /// <summary>Confirms what was shown; false where it is that no more.</summary>
    public abstract Task<bool> ConfirmAsync(Confirmation confirmation, string? why, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
