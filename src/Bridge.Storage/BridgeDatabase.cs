using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Linting;
using Bridge.Keys;
using Bridge.Records;
using Bridge.Storage.Access;
using Bridge.Storage.Configuration;
using Bridge.Storage.Keys;
using Bridge.Storage.Model;
using Bridge.Storage.People;
using Bridge.Storage.Projects;
using Bridge.Storage.Providers;
using Bridge.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bridge.Storage;

/// <summary>
/// The database of Bridge, SQLite or PostgreSQL. Opening it touches nothing; a host looks at <see cref="SchemaAsync"/> and
/// <see cref="CheckDurabilityAsync"/> before it serves. Disposing writes what is queued, then closes.
/// </summary>
public sealed class BridgeDatabase : IAsyncDisposable
{
    private readonly Provider provider;
    private readonly ProjectReaders readers;
    private readonly ProjectsAhead ahead;
    private readonly ExchangeJournal journal;
    private readonly Retention retention;
    private int disposed;

    private BridgeDatabase(StorageOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        provider = Provider.Of(options);
        var known = new KnownProjects();
        readers = new ProjectReaders(provider, known);
        ahead = new ProjectsAhead(provider, known);
        journal = new ExchangeJournal(provider, known, options, time, loggers.CreateLogger<ExchangeJournal>());
        retention = new Retention(provider, options, time);
        Configuration = new ConfigurationStore(provider, time, readers);
        Keys = new SigningKeyStore(provider, time);
        ApiTokens = new ApiTokens(provider, time);
        History = new History(provider);
        Things = new ConfiguredThings(provider);
        Exchanges = new ExchangeList(provider);
        ExchangePages = new ExchangePages(provider);
        PastExchanges = new PastExchanges(provider);
        ExchangeCounts = new ExchangeCounts(provider, time);
        Projects = new ProjectLists(provider);
        People = new KnownPeople(provider, time);
        LocalAccounts = new LocalAccounts(provider, time);
        Invitations = new Invitations(provider, time);
        Sessions = new Sessions(provider, time);
        ProtectionKeys = new ProtectionKeys(provider);
    }

    public IConfigurationStore Configuration { get; }

    public IExchangeJournal Journal => journal;

    public ISigningKeyStore Keys { get; }

    public ApiTokens ApiTokens { get; }

    /// <summary>The versions of everything that is configured, and the change log.</summary>
    public History History { get; }

    public ProjectLists Projects { get; }

    public ConfiguredThings Things { get; }

    /// <summary>The records, for people.</summary>
    public ExchangeList Exchanges { get; }

    /// <summary>The records, to be looked through both ways.</summary>
    public ExchangePages ExchangePages { get; }

    /// <summary>The records, to be decided again.</summary>
    public PastExchanges PastExchanges { get; }

    /// <summary>How many exchanges there were.</summary>
    public ExchangeCounts ExchangeCounts { get; }

    public KnownPeople People { get; }

    public LocalAccounts LocalAccounts { get; }

    public Invitations Invitations { get; }

    public Sessions Sessions { get; }

    public ProtectionKeys ProtectionKeys { get; }

    public static BridgeDatabase Open(StorageOptions options, TimeProvider time, ILoggerFactory loggers) => new(options, time, loggers);

    /// <summary>A context for lists; it opens a connection when it is used.</summary>
    public BridgeDbContext CreateContext() => provider.Context();

    /// <summary>The path that each project has that was granted a token or confirmed.</summary>
    public Task<ImmutableArray<KnownPath>> KnownPathsAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var paths = await context.ProjectPins.AsNoTracking().OrderBy(pin => pin.Issuer).ThenBy(pin => pin.ProjectId).Select(pin => new KnownPath(pin.Issuer, pin.ProjectId, pin.Path)).ToListAsync(ct);
        return paths.ToImmutableArray();
    });

    /// <summary>How the schema stands to this program.</summary>
    public Task<SchemaState> SchemaAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var exists = await provider.ExistsAsync(ct);
        return SchemaState.Of(context.Database.GetMigrations(), exists ? [.. await context.Database.GetAppliedMigrationsAsync(ct)] : []);
    });

    /// <summary>Makes the database where there is none, and applies what is pending.</summary>
    public Task MigrateAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await provider.CreateAsync(ct);
        await using var context = provider.Context();
        await context.Database.MigrateAsync(ct);
        return true;
    });

    /// <summary>Whether a commit is on disk when it returns, as the database says itself.</summary>
    public Task<Durability> CheckDurabilityAsync(CancellationToken ct) => Outage.GuardAsync(provider, () => provider.DurabilityAsync(ct));

    /// <summary>
    /// Reads what the next jobs of known projects will ask for, where it was not read under the revision in force. Not twice at
    /// once.
    /// </summary>
    public Task ReadAheadAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await ahead.ReadAsync(ct);
        return true;
    });

    /// <summary>Deletes and blanks what is kept no longer, in transactions short enough for the exchanges between them.</summary>
    public Task<Cleaned> CleanAsync(CancellationToken ct) => retention.CleanAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await journal.DisposeAsync();
        await readers.DisposeAsync();
        await provider.DisposeAsync();
    }
}
