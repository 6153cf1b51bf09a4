using System.Runtime.CompilerServices;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Server.Admin.Projects;
using Bridge.Server.Hosting;
using Bridge.Storage;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary>The projects of this machine's own database.</summary>
internal sealed class StoredProjects(CommandContext context, BridgeDatabase database) : ProjectSource
{
    public override IAsyncEnumerable<KnownProject> KnownAsync(string? issuer, string? search, CancellationToken ct) =>
        AllAsync<KnownProject, ProjectKey>(after => database.Projects.KnownAsync(issuer, search, after, ProjectLists.LongestPage, within: null, ct));

    public override IAsyncEnumerable<WaitingProject> WaitingAsync(string? issuer, CancellationToken ct) =>
        AllAsync<WaitingProject, ProjectKey>(after => database.Projects.WaitingAsync(issuer, after, ProjectLists.LongestPage / 2, ct));

    public override Task<WaitingProject?> FindWaitingAsync(ProjectKey key, CancellationToken ct) => database.Projects.FindWaitingAsync(key, ct);

    public override IAsyncEnumerable<BurnedPath> BurnedAsync(string? issuer, string? prefix, string? projectId, CancellationToken ct) =>
        AllAsync<BurnedPath, PathKey>(after => database.Projects.BurnedAsync(issuer, prefix, projectId, after, ProjectLists.LongestPage, ct));

    public override async IAsyncEnumerable<(ProjectUse Use, DateTimeOffset? Last)> UnseenAsync(int days, [EnumeratorCancellation] CancellationToken ct)
    {
        var compilation = context.Compiler.Load(await database.Configuration.ReadAsync(ct), new([]));
        var configuration = compilation.Configuration ?? throw new CannotRunException(compilation.Mistakes);
        foreach (var unseen in await UnseenProjects.FindAsync(database, configuration, context.Time.GetUtcNow() - TimeSpan.FromDays(days), ct))
            yield return unseen;
    }

    public override Task<bool> ConfirmAsync(Confirmation confirmation, string? why, CancellationToken ct) => new Confirmer(database.Configuration).ConfirmAsync(confirmation, context.Author, why, ct);

    public override ValueTask DisposeAsync() => database.DisposeAsync();

    private static async IAsyncEnumerable<TItem> AllAsync<TItem, TKey>(Func<TKey?, Task<Page<TItem, TKey>>> read)
        where TKey : class
    {
        for (var (after, more) = ((TKey?)null, true); more; more = after is not null)
        {
            var page = await read(after);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        }
    }
}
