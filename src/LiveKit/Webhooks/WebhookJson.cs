using System.Text.Json;
using System.Text.Json.Serialization;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

// What of a webhook's body is read: of the messages in Protos/ only the fields that our own records have. What is not here is
// skipped without being read, which goes for the room's and the sender's secrets as well. A field that is null is absent, so all
// may be null; what stands in a list or a map may not be. The properties have setters, because the serializer gathers init-only
// ones in an array of boxed values.

/// <summary><c>WebhookEvent</c>.</summary>
internal sealed class WebhookJson
{
    public string? Id { get; set; }

    public string? Event { get; set; }

    public long? CreatedAt { get; set; }

    public RoomJson? Room { get; set; }

    public ParticipantJson? Participant { get; set; }

    public TrackJson? Track { get; set; }

    public EgressJson? EgressInfo { get; set; }

    public IngressJson? IngressInfo { get; set; }
}

/// <summary><c>Room</c>.</summary>
internal sealed class RoomJson
{
    public string? Sid { get; set; }

    public string? Name { get; set; }

    public long? CreationTime { get; set; }

    public long? CreationTimeMs { get; set; }

    public uint? EmptyTimeout { get; set; }

    public uint? DepartureTimeout { get; set; }

    public uint? MaxParticipants { get; set; }

    public string? Metadata { get; set; }

    public uint? NumParticipants { get; set; }

    public bool? ActiveRecording { get; set; }
}

/// <summary><c>ParticipantInfo</c>.</summary>
internal sealed class ParticipantJson : IJsonOnDeserialized
{
    public string? Sid { get; set; }

    public string? Identity { get; set; }

    public string? Name { get; set; }

    public Wire.ParticipantInfo.Types.State? State { get; set; }

    public Wire.ParticipantInfo.Types.Kind? Kind { get; set; }

    public long? JoinedAt { get; set; }

    public long? JoinedAtMs { get; set; }

    public string? Metadata { get; set; }

    public Dictionary<string, string?>? Attributes { get; set; }

    public Wire.DisconnectReason? DisconnectReason { get; set; }

    public PermissionJson? Permission { get; set; }

    public List<TrackJson?>? Tracks { get; set; }

    /// <summary>The serializer lets nulls into lists and maps; protobuf's JSON knows none there.</summary>
    public void OnDeserialized()
    {
        if (Attributes?.ContainsValue(null) == true || Tracks?.Contains(null) == true)
        {
            throw new JsonException();
        }
    }
}

/// <summary><c>ParticipantPermission</c>.</summary>
internal sealed class PermissionJson
{
    public bool? CanSubscribe { get; set; }

    public bool? CanPublish { get; set; }

    public bool? CanPublishData { get; set; }

    public List<Wire.TrackSource>? CanPublishSources { get; set; }

    public bool? Hidden { get; set; }

    public bool? CanUpdateMetadata { get; set; }

    public bool? CanSubscribeMetrics { get; set; }

    public bool? CanManageAgentSession { get; set; }
}

/// <summary><c>TrackInfo</c>.</summary>
internal sealed class TrackJson
{
    public string? Sid { get; set; }

    public Wire.TrackType? Type { get; set; }

    public Wire.TrackSource? Source { get; set; }

    public string? Name { get; set; }

    public bool? Muted { get; set; }

    public string? MimeType { get; set; }

    public uint? Width { get; set; }

    public uint? Height { get; set; }
}
