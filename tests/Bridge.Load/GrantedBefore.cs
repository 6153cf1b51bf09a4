using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Load;

/// <summary>Gives every project its pin and its burned path, as if each had been granted a token before.</summary>
internal static class GrantedBefore
{
    public static async Task SeedAsync(string path, int projects)
    {
        await using var database = BridgeDatabase.Open(new StorageOptions { Path = path }, TimeProvider.System, NullLoggerFactory.Instance);
        var revision = await database.Configuration.RevisionAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var some in Enumerable.Range(0, projects).Chunk(2000))
            await Task.WhenAll(some.Select(number => CommitAsync(database.Journal, number, revision, now)));
    }

    private static async Task CommitAsync(IExchangeJournal journal, int number, long revision, DateTimeOffset now)
    {
        var record = new ExchangeRecord { Id = Guid.CreateVersion7(now), At = now, Address = "127.0.0.1", Revision = revision, Issuer = "gitlab", ProjectId = Project.Id(number), ProjectPath = Project.Path(number) };
        var pin = new PinChange("gitlab", Project.Id(number), null, new ProjectPin(Project.NamespaceId, Project.Path(number), now.AddHours(-1)), Project.Path(number));
        if (await journal.CommitAsync(new JournalEntry(record, revision, null, pin), CancellationToken.None) != CommitOutcome.Committed)
            throw new InvalidOperationException($"project {number} was not written");
    }
}
