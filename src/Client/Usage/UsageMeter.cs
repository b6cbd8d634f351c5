namespace RelayKit.Client;

/// <summary>
/// The live meter. <c>participant_ms</c>, <c>active_participants</c> and <c>per_minute</c> are of the classes that are billed;
/// <c>by_kind</c> has all of them. <c>evidence</c> says what <c>participant_ms</c> rests on. What needs a plan or a cap is null without one.
/// </summary>
public sealed record UsageMeter
{
    /// <summary>The instant that it holds for.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The billing period that it counts in.</summary>
    public BillingPeriod Period { get; init; } = new();

    /// <summary><c>live</c> or <c>test</c>.</summary>
    public Mode Mode { get; init; }

    /// <summary>Connected milliseconds in the period up to <c>as_of</c>.</summary>
    public long ParticipantMs { get; init; }

    /// <summary>The same in minutes, not rounded.</summary>
    public double ParticipantMinutes { get; init; }

    /// <summary>How many are connected now.</summary>
    public long ActiveParticipants { get; init; }

    /// <summary>Sessions that go on now.</summary>
    public int ActiveRooms { get; init; }

    /// <summary>Participant-minutes that are added each minute as things stand: the slope of the line.</summary>
    public long PerMinute { get; init; }

    /// <summary>Connected milliseconds by kind of participant.</summary>
    public UsageByKind ByKind { get; init; } = new();

    /// <summary>What <c>participant_ms</c> rests on; null where it is not known.</summary>
    public UsageEvidence? Evidence { get; init; }

    /// <summary>
    /// Milliseconds of recordings in the period; those that go on count up to <see cref="AsOf"/>. Null of a label, since recordings have none, and where they
    /// cannot be read now.
    /// </summary>
    public long? RecordingMs { get; init; }

    /// <summary>Bytes of the recordings that have ended in the period; null as above.</summary>
    public long? RecordingBytes { get; init; }

    /// <summary>Milliseconds of streams, as of recordings; null as above.</summary>
    public long? StreamMs { get; init; }

    /// <summary>Bytes of media, in and out, as <see cref="Bandwidth"/> has them; null where nothing measures them.</summary>
    public long? BandwidthBytes { get; init; }

    /// <summary>Minutes that the plan includes; null without a plan.</summary>
    public long? IncludedMinutes { get; init; }

    /// <summary>Minutes beyond those; null without a plan.</summary>
    public long? OverageMinutes { get; init; }

    /// <summary>Minutes at which the tenant's budget is met; null without one.</summary>
    public long? CapMinutes { get; init; }

    /// <summary>When that will be if nothing changes, or was; null if never.</summary>
    public DateTimeOffset? CapReachedAt { get; init; }

    /// <summary>What of LiveKit's traffic is taken to be the tenant's; null where nothing measures it.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>The label whose usage it is, as <c>name=value</c>; only where one was asked for.</summary>
    public string? Label { get; init; }
}
