namespace RelayKit.OutboxVictim;

/// <summary>A clock that is ahead: leases of processes that died are over for it.</summary>
internal sealed class ClockAhead(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
