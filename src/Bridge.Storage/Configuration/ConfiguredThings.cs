using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>Which templates somebody asks for; what is null is not asked. Given are only those within a reach.</summary>
public sealed record TemplateFilter(TemplateLevel? Level = null, string? Issuer = null, string? Group = null, string? ProjectId = null, string? RelyingParty = null, Reach? Within = null);

/// <summary>What is configured, one by one and in pages by id.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class ConfiguredThings
{
    private readonly Provider provider;

    internal ConfiguredThings(Provider provider) => this.provider = provider;

    public Task<Definition?> FindAsync(Section section, string id, CancellationToken ct) => ReadAsync(async context =>
        await context.Definitions(section).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is { } row ? Read(section, row) : null);

    /// <summary>The next things of a section after an id, which need not be there; the first ones after null.</summary>
    public Task<ImmutableArray<Definition>> ListAsync(Section section, string? after, int limit, CancellationToken ct) => ReadAsync(async context =>
    {
        var rows = context.Definitions(section).AsNoTracking();
        if (after is not null)
            rows = rows.Where(row => row.Id.CompareTo(after) > 0);
        return (await rows.OrderBy(row => row.Id).Take(limit).ToListAsync(ct)).Select(row => Read(section, row)).ToImmutableArray();
    });

    public Task<SubTemplate?> FindTemplateAsync(string id, CancellationToken ct) => ReadAsync(async context =>
        await context.SubTemplates.AsNoTracking().Include(row => row.Components).SingleOrDefaultAsync(row => row.Id == id, ct) is { } row ? TemplateRows.Read(row) : null);

    /// <summary>The next templates after an id that a filter lets through.</summary>
    public Task<ImmutableArray<SubTemplate>> ListTemplatesAsync(TemplateFilter filter, string? after, int limit, CancellationToken ct) => ReadAsync(async context =>
    {
        var rows = Within(context, Filter(context.SubTemplates.AsNoTracking().Include(row => row.Components), filter), filter.Within);
        if (after is not null)
            rows = rows.Where(row => row.Id.CompareTo(after) > 0);
        return (await rows.OrderBy(row => row.Id).Take(limit).ToListAsync(ct)).Select(TemplateRows.Read).ToImmutableArray();
    });

    /// <summary>The id of the project that was last granted or confirmed under a path, in any case; null where there is none.</summary>
    public Task<string?> FindProjectAsync(string issuer, string path, CancellationToken ct) => ReadAsync(async context =>
    {
        var folded = ProjectPaths.Fold(path);
        var key = StoredText.Key(folded);
        var owner = await context.BurnedPaths.Where(row => row.Issuer == issuer && row.Path == key).Select(row => row.ProjectId).SingleOrDefaultAsync(ct);
        var current = owner is null ? null : await context.ProjectPins.Where(pin => pin.Issuer == issuer && pin.ProjectId == owner).Select(pin => pin.Path).SingleOrDefaultAsync(ct);
        // A path that the project left stays burned to it, and is no longer its name.
        return current is not null && ProjectPaths.Fold(current) == folded ? owner : null;
    });

    private static IQueryable<SubTemplateRow> Filter(IQueryable<SubTemplateRow> rows, TemplateFilter filter)
    {
        // The index begins with the level, and a project or a group says it.
        if ((filter.Level ?? (filter.ProjectId is not null ? TemplateLevel.Project : filter.Group is not null ? TemplateLevel.Group : null)) is { } level)
            rows = rows.Where(row => row.Level == level);
        if (filter.Issuer is { } issuer)
            rows = rows.Where(row => row.Issuer == issuer);
        // Only a group's template names a group and only a project's a project; the index of scopes begins with the level.
        if (filter.Group is { } group && StoredText.Key(ProjectPaths.Fold(group)) is var folded)
            rows = rows.Where(row => row.Level == TemplateLevel.Group && row.ProjectId == "" && row.GroupFolded == folded);
        if (filter.ProjectId is { } project)
            rows = rows.Where(row => row.Level == TemplateLevel.Project && row.ProjectId == project);
        if (filter.RelyingParty is { } party)
            rows = rows.Where(row => row.RelyingParty == party);
        return rows;
    }

    // As Reach.Covers says of one, for all of them at once.
    private static IQueryable<SubTemplateRow> Within(BridgeDbContext context, IQueryable<SubTemplateRow> rows, Reach? reach)
    {
        switch (reach)
        {
            case Reach.Project project:
                return rows.Where(row => row.Level == TemplateLevel.Project && row.Issuer == project.Issuer && row.ProjectId == project.Id);
            case Reach.Projects projects:
                string[] ids = [.. projects.Ids];
                return rows.Where(row => row.Level == TemplateLevel.Project && row.Issuer == projects.Issuer && EF.Parameter(ids).Contains(row.ProjectId));
            case Reach.Group group:
                var (path, first, end) = (ProjectPaths.Fold(group.Path), ProjectPaths.Fold(group.Path) + "/", ProjectPaths.Fold(group.Path) + "/\U0010FFFF");
                return rows.Where(row => row.Issuer == group.Issuer
                    && ((row.Level == TemplateLevel.Group && (row.GroupFolded == path || (row.GroupFolded.CompareTo(first) > 0 && row.GroupFolded.CompareTo(end) < 0)))
                        || (row.Level == TemplateLevel.Project && context.ProjectPins.Where(pin => pin.Issuer == row.Issuer && pin.ProjectId == row.ProjectId)
                            .Select(pin => pin.Path.ToLower()).Any(folded => folded.CompareTo(first) > 0 && folded.CompareTo(end) < 0))));
            default:
                return rows;
        }
    }

    private static Definition Read(Section section, DefinitionRow row) => new(section, row.Id, row.Version, NodeJson.ReadMap(row.Definition));

    private Task<T> ReadAsync<T>(Func<BridgeDbContext, Task<T>> read) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await read(context);
    });
}
