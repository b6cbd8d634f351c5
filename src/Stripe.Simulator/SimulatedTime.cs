namespace RelayKit.Stripe.Simulator;

/// <summary>The account's clock: the one that it was given, and as far ahead as it was told to be.</summary>
/// <param name="given">What it runs on.</param>
public sealed class SimulatedTime(TimeProvider given) : TimeProvider
{
    private long _aheadTicks;

    /// <summary>What it runs on.</summary>
    public TimeProvider Given { get; } = given;

    /// <summary>Lets time pass at once.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _aheadTicks, by.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Given.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => Given.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => Given.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Given.CreateTimer(callback, state, dueTime, period);
}
