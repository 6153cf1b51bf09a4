using System.Collections.Immutable;
using System.Reflection;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteRecordTests : RecordContract<SqliteHome>;

public sealed class PostgreSqlRecordTests : RecordContract<PostgreSqlHome>;

/// <summary>What is recorded is what is read.</summary>
public abstract class RecordContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task Every_member_of_a_record_comes_back()
    {
        var granted = Samples.Granted();
        var refused = Samples.Refused();

        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(granted), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(refused), Ct));

        await SameAsync(granted);
        await SameAsync(refused);
    }

    [Fact]
    public void The_samples_leave_no_member_untested()
    {
        var all = typeof(ExchangeRecord).GetProperties().Where(property => property.CanWrite);

        var untested = all.Where(property => Unset(property.GetValue(Samples.Granted())) && Unset(property.GetValue(Samples.Refused()))).Select(property => property.Name);

        Assert.Empty(untested);
    }

    private static bool Unset(object? value) => value is null or ImmutableArray<string> { IsEmpty: true };

    private async Task SameAsync(ExchangeRecord written)
    {
        await using var context = Database.CreateContext();
        var read = await context.Exchanges.AsNoTracking().SingleAsync(record => record.Id == written.Id, Ct);
        foreach (var member in typeof(ExchangeRecord).GetProperties())
            Assert.Equal(Comparable(member, written), Comparable(member, read));
    }

    private static object? Comparable(PropertyInfo member, ExchangeRecord record) =>
        member.GetValue(record) is ImmutableArray<string> texts ? string.Join('|', texts) : member.GetValue(record);
}
