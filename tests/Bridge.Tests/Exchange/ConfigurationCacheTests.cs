using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Keys;
using Bridge.Testing;
using Moq;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class ConfigurationCacheTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly Mock<IConfigurationStore> store = new();
    private readonly ConfigurationCache cache;
    private long revision = 1;
    private int readings;
    private Func<Task> reading = () => Task.CompletedTask;

    public ConfigurationCacheTests()
    {
        store.Setup(wall => wall.RevisionAsync(It.IsAny<CancellationToken>())).Returns(async () =>
        {
            var answer = revision;
            await reading();
            return answer;
        });
        store.Setup(wall => wall.ReadAsync(It.IsAny<CancellationToken>())).Returns(async () =>
        {
            readings++;
            var answer = revision;
            await reading();
            return new ConfigurationSource(answer, [], [], [], ImmutableDictionary<string, string>.Empty);
        });
        cache = new ConfigurationCache(store.Object, Compile, clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Func<long, bool> Compiles { get; set; } = _ => true;

    public void Dispose() => cache.Dispose();

    [Fact]
    public async Task Reads_once_and_again_when_the_revision_is_another()
    {
        Assert.Equal(1, (await cache.CurrentAsync(Ct)).Revision);
        revision = 2;
        Assert.Equal(1, (await cache.CurrentAsync(Ct)).Revision);
        Assert.Equal(2, (await cache.RefreshAsync(Ct)).Revision);
        var known = await cache.CurrentAsync(Ct);
        Assert.Same(known, await cache.RefreshAsync(Ct));
        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task Database_restored_to_an_older_revision_is_believed()
    {
        revision = 7;
        await cache.CurrentAsync(Ct);
        revision = 5;
        Assert.Equal(5, (await cache.RefreshAsync(Ct)).Revision);
    }

    [Fact]
    public async Task Caller_who_asks_during_a_reading_is_not_served_what_that_reading_missed()
    {
        await cache.CurrentAsync(Ct);
        var hold = new TaskCompletionSource();
        reading = () => hold.Task;
        var slow = cache.RefreshAsync(Ct);
        // Committed after the slow reading saw the revision, and met by the second caller, who therefore asks.
        revision = 2;
        var second = cache.RefreshAsync(Ct);
        reading = () => Task.CompletedTask;
        hold.SetResult();
        Assert.Equal(1, (await slow).Revision);
        Assert.Equal(2, (await second).Revision);
    }

    [Fact]
    public async Task Callers_who_wait_together_share_one_reading()
    {
        await cache.CurrentAsync(Ct);
        var hold = new TaskCompletionSource();
        reading = () => hold.Task;
        var first = cache.RefreshAsync(Ct);
        revision = 2;
        var waiting = Enumerable.Range(0, 50).Select(_ => cache.RefreshAsync(Ct)).ToList();
        reading = () => Task.CompletedTask;
        hold.SetResult();
        await first;
        Assert.All(await Task.WhenAll(waiting), known => Assert.Equal(2, known.Revision));
        store.Verify(wall => wall.RevisionAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task Callers_who_wait_together_share_one_failure()
    {
        await cache.CurrentAsync(Ct);
        var hold = new TaskCompletionSource();
        reading = () => hold.Task;
        var first = cache.RefreshAsync(Ct);
        var waiting = Enumerable.Range(0, 50).Select(_ => cache.RefreshAsync(Ct)).ToList();
        reading = () => throw new StoreUnavailableException("down");
        hold.SetResult();
        await first;
        foreach (var caller in waiting)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => caller);
        store.Verify(wall => wall.RevisionAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Waiting_ends_with_its_own_cancellation_and_takes_nobody_with_it()
    {
        await cache.CurrentAsync(Ct);
        var hold = new TaskCompletionSource();
        reading = () => hold.Task;
        var first = cache.RefreshAsync(Ct);
        using var cancelled = new CancellationTokenSource();
        var second = cache.RefreshAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        hold.SetResult();
        Assert.Equal(1, (await first).Revision);
    }

    [Fact]
    public async Task Cancelled_reading_is_nobody_elses_failure()
    {
        await cache.CurrentAsync(Ct);
        reading = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cache.RefreshAsync(Ct));
        reading = () => Task.CompletedTask;
        Assert.Equal(1, (await cache.RefreshAsync(Ct)).Revision);
    }

    [Fact]
    public async Task No_older_than_asks_anew_when_the_age_is_over()
    {
        await cache.CurrentAsync(Ct);
        revision = 2;
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
    }

    [Fact]
    public async Task Clock_set_back_makes_nothing_younger()
    {
        await cache.CurrentAsync(Ct);
        revision = 2;
        clock.Advance(TimeSpan.FromSeconds(6));
        clock.Set(clock.GetUtcNow().AddHours(-1));
        Assert.Equal(2, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
    }

    [Fact]
    public async Task Age_counts_from_the_beginning_of_a_reading()
    {
        await cache.CurrentAsync(Ct);
        reading = () =>
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            return Task.CompletedTask;
        };
        await cache.RefreshAsync(Ct);
        revision = 2;
        reading = () => Task.CompletedTask;
        Assert.Equal(2, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
    }

    [Fact]
    public async Task In_an_outage_the_last_configuration_serves_and_one_caller_in_a_while_tries()
    {
        await cache.CurrentAsync(Ct);
        reading = () => throw new StoreUnavailableException("down");
        clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10; i++)
            Assert.Equal(1, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
        store.Verify(wall => wall.RevisionAsync(It.IsAny<CancellationToken>()), Times.Once);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cache.RefreshAsync(Ct));
        clock.Advance(TimeSpan.FromSeconds(6));
        (reading, revision) = (() => Task.CompletedTask, 2);
        Assert.Equal(2, (await cache.NoOlderThanAsync(TimeSpan.FromSeconds(5), Ct)).Revision);
    }

    [Fact]
    public async Task Without_any_configuration_an_outage_is_one()
    {
        reading = () => throw new StoreUnavailableException("down");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await cache.NoOlderThanAsync(TimeSpan.FromHours(1), Ct));
        reading = () => Task.CompletedTask;
        Assert.Equal(1, (await cache.CurrentAsync(Ct)).Revision);
    }

    [Fact]
    public async Task What_does_not_compile_is_an_outage_and_never_comes_into_force()
    {
        await cache.CurrentAsync(Ct);
        (Compiles, revision) = (number => number != 2, 2);
        var outage = await Assert.ThrowsAsync<StoreUnavailableException>(() => cache.RefreshAsync(Ct));
        Assert.Contains("revision 2", outage.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await cache.CurrentAsync(Ct)).Revision);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cache.RefreshAsync(Ct));
        revision = 3;
        Assert.Equal(3, (await cache.RefreshAsync(Ct)).Revision);
    }

    private ConfigurationInForce Compile(ConfigurationSource source) => Compiles(source.Revision)
        ? new ConfigurationInForce(source.Revision, [], ImmutableDictionary<string, ImmutableArray<Bridge.Policies.Condition>>.Empty, [], [], [], new KeyRing([]))
        : throw new KeyEncryptionException("no such key");
}
