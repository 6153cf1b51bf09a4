namespace Bridge.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire during <see cref="Advance"/>, in the order they are
/// due and each with the clock at its own moment. As on a real machine, turning the wall clock back moves no timer.
/// </summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start.ToUniversalTime();
    private TimeSpan _elapsed;
    private long _order;

    /// <summary>Starts in the middle of 2026.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp()
    {
        lock (_lock) return _elapsed.Ticks;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_lock) end = _elapsed + by;
        while (NextDue(end) is { } timer) timer.Fire();
        lock (_lock) MoveTo(end);
    }

    /// <summary>Sets the wall clock: forward is an <see cref="Advance"/>, back is a correction that no timer notices.</summary>
    public void Set(DateTimeOffset now)
    {
        TimeSpan by;
        lock (_lock)
        {
            by = now - _now;
            if (by < TimeSpan.Zero) _now = now.ToUniversalTime();
        }

        if (by > TimeSpan.Zero) Advance(by);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(TimeSpan end)
    {
        lock (_lock)
        {
            if (_timers.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order)) is not { } next) return null;
            MoveTo(next.Due);
            if (next.Period > TimeSpan.Zero) Schedule(next, next.Due + next.Period);
            else _timers.Remove(next);
            return next;
        }
    }

    // A callback may have advanced the clock beyond the end of the advance that called it.
    private void MoveTo(TimeSpan moment)
    {
        if (moment <= _elapsed) return;
        _now += moment - _elapsed;
        _elapsed = moment;
    }

    private void Schedule(ManualTimer timer, TimeSpan due)
    {
        timer.Due = due;
        timer.Order = _order++;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public long Order { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            lock (clock._lock)
            {
                if (_disposed) return false;
                clock._timers.Remove(this);
                Period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                clock.Schedule(this, clock._elapsed + dueTime);
                clock._timers.Add(this);
            }

            // The system's timers do not wait for the next tick either, if they are due at once.
            if (dueTime == TimeSpan.Zero) clock.Advance(TimeSpan.Zero);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
