using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>One of LiveKit's webhooks about a room, in our words. All instants are LiveKit's, in Unix milliseconds.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomEvent")]
public sealed partial record RoomEvent
{
    /// <summary>What happened.</summary>
    [Id(0)]
    public required RoomEventType Type { get; init; }

    /// <summary>LiveKit's id of the event, kept with the row it decided so that a bill can be traced to it.</summary>
    [Id(1)]
    public required string LiveKitEventId { get; init; }

    /// <summary>When LiveKit queued the event; LiveKit gives whole seconds.</summary>
    [Id(2)]
    public required long CreatedAtMs { get; init; }

    /// <summary>LiveKit's sid of this life of the room.</summary>
    [Id(3)]
    public required string RoomSid { get; init; }

    /// <summary>When this life of the room began, or null where LiveKit sends only sid and name (track events).</summary>
    [Id(4)]
    public required long? RoomCreatedAtMs { get; init; }

    /// <summary>The generation in the room's LiveKit name.</summary>
    [Id(5)]
    public required int Generation { get; init; }

    /// <summary>Who; null for events of the room itself.</summary>
    [Id(6)]
    public ParticipantFact? Participant { get; init; }

    /// <summary>Which track; null but for track events.</summary>
    [Id(7)]
    public TrackFact? Track { get; init; }
}

/// <summary>What an event says of a participant.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantFact")]
public sealed record ParticipantFact
{
    /// <summary>LiveKit's sid of this connection; a reconnect that is not a resume has another.</summary>
    [Id(0)]
    public required string Sid { get; init; }

    /// <summary>Who it is, in the tenant's words.</summary>
    [Id(1)]
    public required string Identity { get; init; }

    /// <summary>Display name; may be empty.</summary>
    [Id(2)]
    public string Name { get; init; } = "";

    /// <summary>How the meter counts it.</summary>
    [Id(3)]
    public ParticipantClass Class { get; init; }

    /// <summary>When the connection began, or null where LiveKit does not say (track events).</summary>
    [Id(4)]
    public long? JoinedAtMs { get; init; }

    /// <summary>LiveKit's reason in lower case, e.g. <c>client_initiated</c>; null but for leaves.</summary>
    [Id(5)]
    public string? DisconnectReason { get; init; }

    /// <summary>The labels that its own token gave it; null for none.</summary>
    [Id(6)]
    public LabelSet? Labels { get; init; }
}

/// <summary>What an event says of a track.</summary>
/// <param name="Sid">LiveKit's sid of the publication.</param>
/// <param name="Type"><c>audio</c>, <c>video</c> or <c>data</c>.</param>
/// <param name="Source"><c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c> or <c>unknown</c>.</param>
/// <param name="Name">The publisher's name for it; may be empty.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.TrackFact")]
public sealed record TrackFact(
    [property: Id(0)] string Sid,
    [property: Id(1)] string Type,
    [property: Id(2)] string Source,
    [property: Id(3)] string Name);
