namespace Bridge.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire during <see cref="Advance"/>, in the order they are
/// due and each with the clock at its own moment. As on a real machine, turning the wall clock back moves no timer.
/// </summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start.ToUniversalTime();
    private TimeSpan elapsed;
    private long order;

    /// <summary>Starts in the middle of 2026.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp()
    {
        lock (gate) return elapsed.Ticks;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (gate) end = elapsed + by;
        while (NextDue(end) is { } timer) timer.Fire();
        lock (gate) MoveTo(end);
    }

    /// <summary>The wall clock goes forward at once, as where a machine slept: no timer notices.</summary>
    public void Jump(TimeSpan by)
    {
        lock (gate) now += by;
    }

    /// <summary>Sets the wall clock: forward is an <see cref="Advance"/>, back is a correction that no timer notices.</summary>
    public void Set(DateTimeOffset moment)
    {
        TimeSpan by;
        lock (gate)
        {
            by = moment - now;
            if (by < TimeSpan.Zero) now = moment.ToUniversalTime();
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
        lock (gate)
        {
            if (timers.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order)) is not { } next) return null;
            MoveTo(next.Due);
            if (next.Period > TimeSpan.Zero) Schedule(next, next.Due + next.Period);
            else timers.Remove(next);
            return next;
        }
    }

    // A callback may have advanced the clock beyond the end of the advance that called it.
    private void MoveTo(TimeSpan moment)
    {
        if (moment <= elapsed) return;
        now += moment - elapsed;
        elapsed = moment;
    }

    private void Schedule(ManualTimer timer, TimeSpan due)
    {
        timer.Due = due;
        timer.Order = order++;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        public TimeSpan Due { get; set; }

        public long Order { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            lock (clock.gate)
            {
                if (disposed) return false;
                clock.timers.Remove(this);
                Period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                clock.Schedule(this, clock.elapsed + dueTime);
                clock.timers.Add(this);
            }

            // The system's timers do not wait for the next tick either, if they are due at once.
            if (dueTime == TimeSpan.Zero) clock.Advance(TimeSpan.Zero);
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                disposed = true;
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
