namespace RelayKit.LiveKit;

/// <summary>
/// An event that LiveKit told. Events of one room come in order from one node, but they may come late, twice or never,
/// so tell rooms and participants apart by their sids.
/// </summary>
public sealed record LiveKitWebhookEvent
{
    /// <summary>LiveKit's id of the event (<c>EV_…</c>): the same at each retry and for each receiver.</summary>
    public required string Id { get; init; }

    /// <summary>LiveKit's name of the event, such as <c>participant_joined</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the event tells.</summary>
    public required LiveKitEventType Type { get; init; }

    /// <summary>When it happened by LiveKit's clock, to the second.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The room; null when the event is about none.</summary>
    public LiveKitRoom? Room { get; init; }

    /// <summary>The participant; null when the event is about none.</summary>
    public LiveKitParticipant? Participant { get; init; }

    /// <summary>The track, in events about tracks.</summary>
    public LiveKitTrack? Track { get; init; }

    /// <summary>The recording, in events about recordings.</summary>
    public LiveKitEgress? Egress { get; init; }

    /// <summary>The stream from outside, in events about those.</summary>
    public LiveKitIngress? Ingress { get; init; }
}
