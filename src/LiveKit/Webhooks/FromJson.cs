using System.Collections.ObjectModel;

namespace RelayKit.LiveKit;

/// <summary>A webhook's messages as our own records: what <see cref="FromWire"/> is to the server's answers.</summary>
internal static class FromJson
{
    public static LiveKitRoom Room(RoomJson room) => new()
    {
        Sid = room.Sid ?? "",
        Name = room.Name ?? "",
        CreationTime = WireTime.Instant(room.CreationTimeMs ?? 0, room.CreationTime ?? 0),
        EmptyTimeout = TimeSpan.FromSeconds(room.EmptyTimeout ?? 0),
        DepartureTimeout = TimeSpan.FromSeconds(room.DepartureTimeout ?? 0),
        MaxParticipants = FromWire.Count(room.MaxParticipants ?? 0),
        Metadata = room.Metadata ?? "",
        NumParticipants = FromWire.Count(room.NumParticipants ?? 0),
        ActiveRecording = room.ActiveRecording ?? false,
    };

    public static LiveKitParticipant Participant(ParticipantJson participant) => new()
    {
        Sid = participant.Sid ?? "",
        Identity = participant.Identity ?? "",
        Name = participant.Name ?? "",
        State = (ParticipantState)(participant.State ?? 0),
        Kind = (ParticipantKind)(participant.Kind ?? 0),
        JoinedAt = WireTime.Instant(participant.JoinedAtMs ?? 0, participant.JoinedAt ?? 0),
        Metadata = participant.Metadata ?? "",
        // Null values were refused when it was read.
        Attributes = participant.Attributes is { Count: > 0 } attributes ? attributes! : ReadOnlyDictionary<string, string>.Empty,
        DisconnectReason = (DisconnectReason)(participant.DisconnectReason ?? 0),
        Permissions = participant.Permission is { } permission ? Permissions(permission) : null,
        Tracks = participant.Tracks is { Count: > 0 } tracks ? [.. tracks.Select(track => Track(track!))] : [],
    };

    public static LiveKitTrack Track(TrackJson track) => new()
    {
        Sid = track.Sid ?? "",
        Type = (TrackType)(track.Type ?? 0),
        Source = (TrackSource)(track.Source ?? 0),
        Name = track.Name ?? "",
        Muted = track.Muted ?? false,
        MimeType = track.MimeType ?? "",
        Width = FromWire.Count(track.Width ?? 0),
        Height = FromWire.Count(track.Height ?? 0),
    };

    public static LiveKitEgress Egress(EgressJson egress) => EgressFromJson.Egress(egress);

    public static LiveKitIngress Ingress(IngressJson ingress) => IngressWire.Ingress(ingress);

    private static ParticipantPermissions Permissions(PermissionJson permission) => new()
    {
        CanSubscribe = permission.CanSubscribe ?? false,
        CanPublish = permission.CanPublish ?? false,
        CanPublishData = permission.CanPublishData ?? false,
        CanPublishSources =
            permission.CanPublishSources is { Count: > 0 } sources ? [.. sources.Select(source => (TrackSource)source)] : [],
        Hidden = permission.Hidden ?? false,
        CanUpdateMetadata = permission.CanUpdateMetadata ?? false,
        CanSubscribeMetrics = permission.CanSubscribeMetrics ?? false,
        CanManageAgentSession = permission.CanManageAgentSession ?? false,
    };
}
