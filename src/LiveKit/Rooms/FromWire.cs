using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's messages as our own records.</summary>
internal static class FromWire
{
    public static IReadOnlyList<LiveKitRoom> Rooms(Wire.ListRoomsResponse answer) => [.. answer.Rooms.Select(Room)];

    public static LiveKitRoom Room(Wire.Room room) => new()
    {
        Sid = room.Sid,
        Name = room.Name,
        CreationTime = WireTime.Instant(room.CreationTimeMs, room.CreationTime),
        EmptyTimeout = TimeSpan.FromSeconds(room.EmptyTimeout),
        DepartureTimeout = TimeSpan.FromSeconds(room.DepartureTimeout),
        MaxParticipants = Count(room.MaxParticipants),
        Metadata = room.Metadata,
        NumParticipants = Count(room.NumParticipants),
        ActiveRecording = room.ActiveRecording,
    };

    public static LiveKitParticipant Participant(Wire.ParticipantInfo participant) => new()
    {
        Sid = participant.Sid,
        Identity = participant.Identity,
        Name = participant.Name,
        State = (ParticipantState)participant.State,
        Kind = (ParticipantKind)participant.Kind,
        JoinedAt = WireTime.Instant(participant.JoinedAtMs, participant.JoinedAt),
        Metadata = participant.Metadata,
        Attributes = new Dictionary<string, string>(participant.Attributes),
        DisconnectReason = (DisconnectReason)participant.DisconnectReason,
        Permissions = participant.Permission is { } permission ? Permissions(permission) : null,
        Tracks = [.. participant.Tracks.Select(Track)],
    };

    public static LiveKitTrack Track(Wire.TrackInfo track) => new()
    {
        Sid = track.Sid,
        Type = (TrackType)track.Type,
        Source = (TrackSource)track.Source,
        Name = track.Name,
        Muted = track.Muted,
        MimeType = track.MimeType,
        Width = Count(track.Width),
        Height = Count(track.Height),
    };

    /// <summary>A count beyond any that can be meant is the largest there is.</summary>
    public static int Count(uint value) => (int)Math.Min(value, int.MaxValue);

    private static ParticipantPermissions Permissions(Wire.ParticipantPermission permission) => new()
    {
        CanSubscribe = permission.CanSubscribe,
        CanPublish = permission.CanPublish,
        CanPublishData = permission.CanPublishData,
        CanPublishSources = [.. permission.CanPublishSources.Select(source => (TrackSource)source)],
        Hidden = permission.Hidden,
        CanUpdateMetadata = permission.CanUpdateMetadata,
        CanSubscribeMetrics = permission.CanSubscribeMetrics,
        CanManageAgentSession = permission.CanManageAgentSession,
    };
}
