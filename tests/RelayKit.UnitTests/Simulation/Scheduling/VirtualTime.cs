namespace RelayKit.UnitTests.Simulation.Scheduling;

/// <summary>The world's time for code that takes a clock.</summary>
internal sealed class VirtualTime(World world) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(world.NowMs);

    public override long GetTimestamp() => world.NowMs * TimeSpan.TicksPerMillisecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OneShot(world, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class OneShot(World world, TimerCallback callback, object? state) : ITimer
    {
        private int _settings;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var setting = ++_settings;
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("Nothing in this world beats by a timer of its own.");
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.After((long)dueTime.TotalMilliseconds, () =>
                {
                    if (setting == _settings)
                    {
                        callback(state);
                    }
                });
            }

            return true;
        }

        public void Dispose() => _settings++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
