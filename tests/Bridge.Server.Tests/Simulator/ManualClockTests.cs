using Bridge.Testing;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class ManualClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var (now, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        Assert.Equal(now, _clock.GetUtcNow());

        _clock.Advance(Second);

        Assert.Equal(now + Second, _clock.GetUtcNow());
        Assert.Equal(Second, _clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_order_and_at_their_moment()
    {
        var start = _clock.GetUtcNow();
        List<string> fired = [];
        using var once = Timer("once", 3 * Second, Timeout.InfiniteTimeSpan);
        using var often = Timer("often", Second, 2 * Second);

        _clock.Advance(4 * Second);
        Assert.Equal(["often 1", "once 3", "often 3"], fired);
        _clock.Advance(Second);
        Assert.Equal("often 5", fired[^1]);

        ITimer Timer(string name, TimeSpan due, TimeSpan period) =>
            _clock.CreateTimer(_ => fired.Add($"{name} {(_clock.GetUtcNow() - start).TotalSeconds}"), null, due, period);
    }

    [Fact]
    public void A_disposed_or_stopped_timer_is_silent()
    {
        var fired = 0;
        var disposed = _clock.CreateTimer(_ => fired++, null, Second, Second);
        using var stopped = _clock.CreateTimer(_ => fired++, null, Second, Second);

        disposed.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(5 * Second);

        Assert.Equal(0, fired);
        Assert.False(disposed.Change(Second, Second));
    }

    [Fact]
    public async Task Delays_and_timeouts_wait_for_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var delay = Task.Delay(Second, _clock, ct);
        using var timeout = new CancellationTokenSource(2 * Second, _clock);

        _clock.Advance(Second);
        await delay;
        Assert.False(timeout.IsCancellationRequested);

        _clock.Advance(Second);
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public void A_clock_turned_back_moves_no_timer()
    {
        var fired = false;
        using var timer = _clock.CreateTimer(_ => fired = true, null, Second, Timeout.InfiniteTimeSpan);
        var start = _clock.GetUtcNow();

        _clock.Set(start - TimeSpan.FromHours(1));
        Assert.Equal(start - TimeSpan.FromHours(1), _clock.GetUtcNow());
        Assert.False(fired);

        _clock.Set(start);
        Assert.True(fired);
    }
}
