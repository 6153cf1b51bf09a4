using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Subjects;

namespace Bridge.Tests.Exchange;

/// <summary>The store and the journal in memory, as their walls promise them; <see cref="BeforeCommit"/> is where others are faster.</summary>
internal sealed class MemoryStore(TestConfiguration configuration) : IConfigurationStore, IExchangeJournal
{
    private readonly List<JournalEntry> entries = [];
    private readonly HashSet<(string, string, string)> marks = [];
    private readonly Dictionary<(string, string), ProjectPin> pins = [];
    private readonly Dictionary<(string, string), string> paths = [];

    private TestConfiguration configuration = configuration;

    public long Revision { get; private set; } = 1;

    public int Readings { get; private set; }

    /// <summary>Commits that were tried.</summary>
    public int Tries { get; private set; }

    /// <summary>Runs before each try with its number from 1; an outcome that it gives becomes that of the commit.</summary>
    public Func<int, JournalEntry, CommitOutcome?> BeforeCommit { get; set; } = (_, _) => null;

    public HashSet<string> Enrolled { get; } = [];

    public List<SubTemplate> ProjectTemplates { get; } = [];

    public IReadOnlyList<JournalEntry> Entries => entries;

    public IEnumerable<ExchangeRecord> Records => entries.Select(entry => entry.Record);

    public IReadOnlyDictionary<(string Issuer, string ProjectId), ProjectPin> Pins => pins;

    public bool Unavailable { get; set; }

    public TestConfiguration Configuration
    {
        get => configuration;
        set => (configuration, Revision) = (value, Revision + 1);
    }

    public ConfigurationInForce Compile(ConfigurationSource source) => configuration.InForce(source.Revision);

    public Task<long> RevisionAsync(CancellationToken ct) => Unavailable ? throw new StoreUnavailableException("down") : Task.FromResult(Revision);

    public Task<ConfigurationSource> ReadAsync(CancellationToken ct)
    {
        Readings++;
        return Unavailable ? throw new StoreUnavailableException("down")
            : Task.FromResult(new ConfigurationSource(Revision, [], [], [], ImmutableDictionary<string, string>.Empty));
    }

    public ValueTask<ProjectView> FindProjectAsync(ProjectQuery query, CancellationToken ct) => ValueTask.FromResult(new ProjectView(
        pins.GetValueOrDefault((query.Issuer, query.ProjectId)),
        paths.GetValueOrDefault((query.Issuer, query.ProjectPath)),
        query.RunningProjectPath is { } running ? paths.GetValueOrDefault((query.Issuer, running)) : null,
        Enrolled.Contains(query.ProjectId),
        [.. ProjectTemplates])
    { RunningPin = query.RunningProjectId is { } runs ? pins.GetValueOrDefault((query.Issuer, runs)) : null });

    public ValueTask<ProjectView> RecallProjectAsync(ProjectQuery query, long revision, CancellationToken ct) => FindProjectAsync(query, ct);

    public ValueTask<CommitOutcome> CommitAsync(JournalEntry entry, CancellationToken ct)
    {
        Tries++;
        if (BeforeCommit(Tries, entry) is { } forced)
            return ValueTask.FromResult(forced);
        if (Unavailable)
            throw new StoreUnavailableException("down");
        if (entry.Revision != Revision)
            return ValueTask.FromResult(CommitOutcome.Superseded);
        if (entry.Mark is { } mark && marks.Contains((mark.Issuer, mark.TokenId, mark.RelyingParty)))
            return ValueTask.FromResult(CommitOutcome.MarkTaken);
        if (entry.Pin is { } pin && !Expected(pin))
            return ValueTask.FromResult(CommitOutcome.PinChanged);
        Write(entry);
        return ValueTask.FromResult(CommitOutcome.Committed);
    }

    /// <summary>What an administrator confirms, or another exchange was granted.</summary>
    public void Pin(string issuer, string projectId, ProjectPin pin)
    {
        pins[(issuer, projectId)] = pin;
        paths[(issuer, ProjectPaths.Fold(pin.Path))] = projectId;
    }

    public void TakeMark(ReplayMark mark) => marks.Add((mark.Issuer, mark.TokenId, mark.RelyingParty));

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(string id, string? issuer, string? projectId, CancellationToken ct) => throw new NotSupportedException();

    public Task<ImmutableArray<EnrolledProject>> EnrolledProjectsAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> EnrolmentVersionAsync(EnrolledProject project, CancellationToken ct) => throw new NotSupportedException();

    public Task<ChangeOutcome> ChangeAsync(ConfigurationChange change, CancellationToken ct) => throw new NotSupportedException();

    private bool Expected(PinChange change) =>
        pins.GetValueOrDefault((change.Issuer, change.ProjectId)) == change.Seen
        && (change.BurnPath is not { } burn || !paths.ContainsKey((change.Issuer, ProjectPaths.Fold(burn))));

    private void Write(JournalEntry entry)
    {
        entries.Add(entry);
        if (entry.Mark is { } mark)
            TakeMark(mark);
        if (entry.Pin is not { } change)
            return;
        pins[(change.Issuer, change.ProjectId)] = change.Pin;
        if (change.BurnPath is { } burn)
            paths[(change.Issuer, ProjectPaths.Fold(burn))] = change.ProjectId;
    }
}
