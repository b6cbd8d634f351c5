using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>What a recording would be, for whoever only asks.</summary>
public static class RecordingPreview
{
    /// <summary>The recording as it would be kept; nothing is kept, and nobody is asked.</summary>
    public static Result<Recording> Of(RecordingKey key, RecordingOrder order, TenantStorage? storage, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return RecordingPlan.Of(key, order, storage, now);
    }
}
