using System.Text;
using Bridge.Access;
using Bridge.Records;
using Bridge.Storage.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Records;

public sealed class SqlitePastExchangeTests : PastExchangeContract<SqliteHome>;

public sealed class PostgreSqlPastExchangeTests : PastExchangeContract<PostgreSqlHome>;

/// <summary>Records as they are read to be decided again.</summary>
public abstract class PastExchangeContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task What_is_needed_of_a_record_is_read_as_it_was_written()
    {
        var granted = Samples.Granted() with { UnverifiedRequest = """{"audience":["https://deploy.test"]}""", Claims = """{"ref":"grün \u0000"}""" };
        var refused = Samples.Refused();
        await WriteAsync(granted, refused);

        var read = await Database.PastExchanges.FindAsync(granted.Id, Ct);

        Assert.NotNull(read);
        Assert.Equal((granted.Id, granted.At, granted.Revision, false), (read.Id, read.At, read.Revision, read.Blanked));
        Assert.Equal((granted.Client, granted.UnverifiedRequest, granted.RelyingParty, granted.Rule, granted.Subject), (read.Client, read.Request, read.RelyingParty, read.Rule, read.Subject));
        Assert.Equal(granted.Claims, Encoding.UTF8.GetString(read.Claims!.Value.Span));
        Assert.Equal(granted.ClaimsLeftOut, read.ClaimsLeftOut);
        Assert.Null(read.Reason);
        var other = await Database.PastExchanges.FindAsync(refused.Id, Ct);
        Assert.Equal((refused.Reason, refused.ReasonName, null, null), (other!.Reason, other.ReasonName, other.Client, other.Claims?.Length));
        Assert.Null(await Database.PastExchanges.FindAsync(Guid.CreateVersion7(), Ct));
    }

    [Fact]
    public async Task All_from_a_time_on_come_in_their_order_over_many_pages()
    {
        var records = Enumerable.Range(0, 2500).Select(minute => Samples.Granted(Samples.Noon.AddMinutes(minute))).ToArray();
        await WriteAsync(records);

        var read = new List<Guid>();
        await foreach (var record in Database.PastExchanges.SinceAsync(Samples.Noon.AddMinutes(100), Ct))
            read.Add(record.Id);

        Assert.Equal(records.Skip(100).Select(record => record.Id), read);
    }

    [Fact]
    public async Task Newest_of_a_filter_come_in_the_order_of_time()
    {
        var records = Enumerable.Range(0, 1200).Select(minute => Samples.Granted(Samples.Noon.AddMinutes(minute)) with { ProjectId = minute % 3 == 0 ? "7" : "22", RelyingParty = minute % 2 == 0 ? "deploy" : "cloud" }).ToArray();
        await WriteAsync(records);

        Assert.Equal(Ids(records.TakeLast(1100)), await NewestAsync(new(), 1100));
        Assert.Equal(Ids(records.Where(record => record.ProjectId == "7").TakeLast(50)), await NewestAsync(new("gitlab", "7"), 50));
        Assert.Equal(Ids(records.Where(record => record is { ProjectId: "7", RelyingParty: "cloud" }).TakeLast(50)), await NewestAsync(new("gitlab", "7", "cloud"), 50));
        Assert.Equal(Ids(records.Where(record => record.ProjectId == "7")), await NewestAsync(new(Within: new Reach.Projects("gitlab", ["7", "8"])), 1000));
        Assert.Empty(await NewestAsync(new("gitlab", "9"), 50));
    }

    [Fact]
    public async Task There_may_be_none()
    {
        await foreach (var record in Database.PastExchanges.SinceAsync(Samples.Noon, Ct))
            Assert.Fail($"{record}");
    }

    [Fact]
    public async Task A_record_that_lost_its_user_says_so()
    {
        var old = Samples.Granted(Clock.GetUtcNow().AddDays(-91));
        await WriteAsync(old);

        await Database.CleanAsync(Ct);

        Assert.True((await Database.PastExchanges.FindAsync(old.Id, Ct))!.Blanked);
    }

    private static IEnumerable<Guid> Ids(IEnumerable<ExchangeRecord> records) => records.Select(record => record.Id);

    private async Task<List<Guid>> NewestAsync(ExchangeFilter filter, int count)
    {
        var read = new List<Guid>();
        await foreach (var record in Database.PastExchanges.NewestAsync(filter, count, Ct))
            read.Add(record.Id);
        return read;
    }

    private Task WriteAsync(params ExchangeRecord[] records) => Task.WhenAll(records.Select(async record =>
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(record), Ct))));
}
