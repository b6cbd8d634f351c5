namespace RelayKit.ClusterTests.Cluster;

/// <summary>
/// The system's clock with another date: instants are moved as the test says, while timers go on as always, since Orleans lives
/// by them.
/// </summary>
public sealed class MovableTime : TimeProvider
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public void MoveTo(DateTimeOffset instant) => _offset = instant - base.GetUtcNow();

    public void Advance(TimeSpan by) => _offset += by;
}
