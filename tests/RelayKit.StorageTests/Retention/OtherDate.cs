namespace RelayKit.StorageTests.Retention;

/// <summary>A clock that a test sets. Its timers are over at once, and tell that they were.</summary>
internal sealed class OtherDate(DateTimeOffset now, Action? paused = null) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // One that comes again keeps something up that a test has no time for.
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        paused?.Invoke();
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
