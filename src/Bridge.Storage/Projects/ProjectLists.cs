using System.Collections.Immutable;
using System.Data.Common;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Projects;

/// <summary>What administrators ask of projects: who waits for them, who is known, which paths belong to whom. Pages go by keys.</summary>
public sealed class ProjectLists
{
    /// <summary>Most items of a page.</summary>
    public const int LongestPage = 1000;

    private readonly Provider provider;

    internal ProjectLists(Provider provider) => this.provider = provider;

    /// <summary>The projects that are refused until an administrator confirms them.</summary>
    /// <param name="issuer">The issuer's id, or null for all.</param>
    /// <param name="after">Where the page begins; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<WaitingProject, ProjectKey>> WaitingAsync(string? issuer, ProjectKey? after, int limit, CancellationToken ct) => ReadAsync(async (connection, transaction) =>
    {
        var found = new List<WaitingProject>();
        foreach (var one in await IssuersAsync(connection, transaction, issuer, after?.Issuer, ct))
        {
            var list = new WaitingList(provider, connection, transaction, one);
            var last = after?.Issuer == one ? StoredText.Key(after.ProjectId) : "";
            for (var projects = limit; last is not null; projects = Math.Min(4 * projects, LongestPage))
            {
                var (some, end) = await list.ReadAsync(last, projects, ct);
                found.AddRange(some);
                if (found.Count >= limit)
                    return Cut(found, limit, project => project.Key, more: true);
                last = end;
            }
        }

        return new Page<WaitingProject, ProjectKey>([.. found], null);
    }, ct);

    /// <summary>One project, if it is refused until an administrator confirms it.</summary>
    public Task<WaitingProject?> FindWaitingAsync(ProjectKey key, CancellationToken ct) => ReadAsync(async (connection, transaction) =>
    {
        var issuers = await IssuersAsync(connection, transaction, key.Issuer, null, ct);
        return issuers.Count == 0 ? null : await new WaitingList(provider, connection, transaction, key.Issuer).FindAsync(StoredText.Key(key.ProjectId), ct);
    }, ct);

    /// <summary>The projects that Bridge keeps something of.</summary>
    /// <param name="issuer">The issuer's id, or null for all.</param>
    /// <param name="search">A project's id, or a part of its present path in any case; null for all.</param>
    /// <param name="after">Where the page begins; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="within">The reach that a project must be within; null for all.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<KnownProject, ProjectKey>> KnownAsync(string? issuer, string? search, ProjectKey? after, int limit, Reach? within, CancellationToken ct) => ReadAsync(async (connection, transaction) =>
    {
        var found = new List<KnownProject>();
        var list = new KnownList(provider, connection, transaction, search, within);
        foreach (var one in await IssuersAsync(connection, transaction, issuer, after?.Issuer, ct))
        {
            var from = after?.Issuer == one ? StoredText.Key(after.ProjectId) : "";
            found.AddRange(await list.ReadAsync(one, from, limit + 1 - found.Count, ct));
            if (found.Count > limit)
                break;
        }

        return Cut(found, limit, project => project.Key, more: false);
    }, ct);

    /// <summary>When the last job of each of these projects came, whatever came of it; a project without a record is not there.</summary>
    public Task<IReadOnlyDictionary<ProjectKey, DateTimeOffset>> LastSeenAsync(IReadOnlyCollection<ProjectKey> projects, CancellationToken ct) =>
        ReadAsync((connection, transaction) => KnownList.LastSeenAsync(provider, connection, transaction, projects, ct), ct);

    /// <summary>
    /// When the project that each of these paths belongs to was last seen under it: its last job, or where it is elsewhere by now
    /// the time of the first token from there. A path that belongs to nobody is not there.
    /// </summary>
    public Task<IReadOnlyDictionary<PathKey, DateTimeOffset?>> PathsSeenAsync(IReadOnlyCollection<PathKey> paths, CancellationToken ct) =>
        ReadAsync((connection, transaction) => BurnedList.SeenAsync(provider, connection, transaction, paths, ct), ct);

    /// <summary>When the project of each place of the configuration was last seen: under its id, or under the path that names it.</summary>
    public async Task<ImmutableArray<(ProjectUse Use, DateTimeOffset? Last)>> SeenAsync(IReadOnlyCollection<ProjectUse> uses, CancellationToken ct)
    {
        var ids = await LastSeenAsync([.. uses.SelectMany(Keys)], ct);
        var paths = await PathsSeenAsync([.. uses.SelectMany(Paths)], ct);
        return [.. uses.Select(use => (use, Keys(use).Select(key => ids.TryGetValue(key, out var seen) ? seen : (DateTimeOffset?)null).Concat(Paths(use).Select(path => paths.GetValueOrDefault(path))).Max()))];

        static IEnumerable<ProjectKey> Keys(ProjectUse use) => use.ProjectId is { } id ? use.Issuers.Select(issuer => new ProjectKey(issuer, id)) : [];

        static IEnumerable<PathKey> Paths(ProjectUse use) => use.Path is { } path ? use.Issuers.Select(issuer => new PathKey(issuer, path)) : [];
    }

    /// <summary>The paths that belong to projects.</summary>
    /// <param name="issuer">The issuer's id, or null for all.</param>
    /// <param name="prefix">What the path begins with, in any case; null for all.</param>
    /// <param name="projectId">The project that it belongs to; null for all.</param>
    /// <param name="after">Where the page begins; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<BurnedPath, PathKey>> BurnedAsync(string? issuer, string? prefix, string? projectId, PathKey? after, int limit, CancellationToken ct) => ReadAsync(async (connection, transaction) =>
    {
        var found = new List<BurnedPath>();
        foreach (var one in await IssuersAsync(connection, transaction, issuer, after?.Issuer, ct))
        {
            var from = after?.Issuer == one ? StoredText.Key(ProjectPaths.Fold(after.Path)) : "";
            found.AddRange(await BurnedList.ReadAsync(provider, connection, transaction, one, ProjectPaths.Fold(prefix ?? ""), projectId, from, limit + 1 - found.Count, ct));
            if (found.Count > limit)
                break;
        }

        return Cut(found, limit, path => new PathKey(path.Issuer, path.Path), more: false);
    }, ct);

    private static Page<TItem, TKey> Cut<TItem, TKey>(List<TItem> found, int limit, Func<TItem, TKey> key, bool more)
        where TKey : class
    {
        var items = found.Take(limit).ToImmutableArray();
        return new(items, found.Count > limit || more ? key(items[^1]) : null);
    }

    // What belongs to a deleted issuer waits for nothing and is asked for by nobody.
    private async Task<List<string>> IssuersAsync(DbConnection connection, DbTransaction transaction, string? issuer, string? from, CancellationToken ct)
    {
        await using var context = provider.Context(connection);
        await context.Database.UseTransactionAsync(transaction, ct);
        var ids = await context.Definitions(Bridge.Configuration.Section.Issuers).Select(row => row.Id).ToListAsync(ct);
        return [.. ids.Where(id => (issuer is null || id == issuer) && (from is null || string.CompareOrdinal(id, from) >= 0)).Order(StringComparer.Ordinal)];
    }

    private Task<T> ReadAsync<T>(Func<DbConnection, DbTransaction, Task<T>> read, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var transaction = await provider.BeginSnapshotAsync(connection, ct);
        return await read(connection, transaction);
    });
}
