using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.Records;
using Bridge.Simulator.Tokens;
using Bridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Load;

/// <summary>Records exchanges of all the projects over the last 29 days, as if each had been granted.</summary>
internal static class RecordedBefore
{
    private static readonly string[] Refs = ["main", "release", "feature/search", "fix-4711"];

    public static async Task SeedAsync(string directory, int projects, int records)
    {
        await using var database = Open(directory);
        var revision = await database.Configuration.RevisionAsync(CancellationToken.None);
        var issuer = (await File.ReadAllTextAsync(Path.Combine(directory, "issuer"))).Trim();
        var claims = Claims(Material.GitLab(directory).Mint(new TokenRequest { Audience = JsonValue.Create(issuer), Claims = new JsonObject { ["project_path"] = Project.Path(0), ["namespace_id"] = Project.NamespaceId, ["ref_protected"] = "true" } }));
        var start = TimeProvider.System.GetUtcNow().AddDays(-29);
        var step = TimeSpan.FromDays(29) / records;
        foreach (var some in Enumerable.Range(0, records).Chunk(2000))
            await Task.WhenAll(some.Select(number => CommitAsync(database.Journal, Record(claims, number, number * 7919 % projects, start + (number * step), revision))));
    }

    /// <summary>Reads what <c>bridge impact</c> reads, and does nothing with it.</summary>
    /// <returns>Records a second.</returns>
    public static async Task<double> ReadAsync(string directory)
    {
        await using var database = Open(directory);
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var count = 0L;
        await foreach (var record in database.PastExchanges.SinceAsync(time.GetUtcNow().AddDays(-30), CancellationToken.None))
            count += record.Claims is null ? 0 : 1;
        return count / time.GetElapsedTime(start).TotalSeconds;
    }

    private static BridgeDatabase Open(string directory) =>
        BridgeDatabase.Open(new StorageOptions { Path = Path.Combine(directory, "bridge.db") }, TimeProvider.System, NullLoggerFactory.Instance);

    private static JsonObject Claims(string token) =>
        JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    private static ExchangeRecord Record(JsonObject template, int number, int project, DateTimeOffset at, long revision)
    {
        var claims = template.DeepClone().AsObject();
        var name = Refs[number % Refs.Length];
        foreach (var (claim, value) in new (string, JsonNode)[]
        {
            ("project_id", Project.Id(project)), ("project_path", Project.Path(project)), ("job_project_id", Project.Id(project)), ("job_project_path", Project.Path(project)),
            ("job_id", $"{number}"), ("jti", $"{Guid.CreateVersion7(at)}"), ("ref", name), ("iat", at.ToUnixTimeSeconds()), ("nbf", at.ToUnixTimeSeconds()), ("exp", at.ToUnixTimeSeconds() + 3600),
        })
            claims[claim] = value;
        var (json, leftOut) = RecordedClaims.Of(ClaimSet.Of(System.Text.Json.JsonSerializer.SerializeToElement(claims)), _ => false);
        return new ExchangeRecord
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Address = "127.0.0.1",
            Revision = revision,
            Client = "gitlab-ci",
            UnverifiedTarget = Project.Audience("ES256"),
            UnverifiedRequest = new RecordedRequest([Project.Audience("ES256")], [], [], null).Write(),
            Issuer = "gitlab",
            ProjectId = Project.Id(project),
            ProjectPath = Project.Path(project),
            RelyingParty = "es256",
            Rule = "protected-branches",
            Ref = name,
            Subject = $"project_id:{Project.Id(project)}:ref_type:branch:ref:{name}",
            Claims = json,
            ClaimsLeftOut = leftOut,
        };
    }

    private static async Task CommitAsync(IExchangeJournal journal, ExchangeRecord record)
    {
        if (await journal.CommitAsync(new JournalEntry(record, record.Revision, null, null), CancellationToken.None) != CommitOutcome.Committed)
            throw new InvalidOperationException("a record was not written");
    }
}
