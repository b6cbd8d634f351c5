namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>The counters at one moment; <c>pending</c> is what is queued, held or being sent.</summary>
internal sealed record WebhookCounts(
    long Queued, long Delivered, long Failed, long DroppedOverflow, long DroppedAge, long Retries, long Lost, long Dropped)
{
    public long Pending => Queued - Delivered - Failed - DroppedOverflow - DroppedAge - Lost - Dropped;
}
