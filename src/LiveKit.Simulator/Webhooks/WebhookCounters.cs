namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>What became of webhooks since the start.</summary>
internal sealed class WebhookCounters
{
    private long _queued;
    private long _delivered;
    private long _failed;
    private long _droppedOverflow;
    private long _droppedAge;
    private long _retries;
    private long _lost;

    public long Queued => Interlocked.Read(ref _queued);

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Failed => Interlocked.Read(ref _failed);

    public long DroppedOverflow => Interlocked.Read(ref _droppedOverflow);

    public long DroppedAge => Interlocked.Read(ref _droppedAge);

    public long Retries => Interlocked.Read(ref _retries);

    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Neither delivered nor given up: queued, held or being sent.</summary>
    public long Pending => Queued - Delivered - Failed - DroppedOverflow - DroppedAge - Lost;

    public void CountQueued() => Interlocked.Increment(ref _queued);

    public void CountDelivered() => Interlocked.Increment(ref _delivered);

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountOverflow() => Interlocked.Increment(ref _droppedOverflow);

    public void CountAge() => Interlocked.Increment(ref _droppedAge);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void CountLost() => Interlocked.Increment(ref _lost);
}
