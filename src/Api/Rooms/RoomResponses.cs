using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Api.Rooms;

/// <summary>A room.</summary>
internal sealed record RoomResponse(
    string Name,
    string LivekitName,
    string Status,
    int Participants,
    string? SessionId,
    DateTimeOffset CreatedAt,
    int? MaxParticipants,
    int? EmptyTimeoutSeconds,
    int? DepartureTimeoutSeconds,
    string? Metadata)
{
    public static RoomResponse Of(Room room) => new(
        room.LiveKitName.Room.Name,
        room.LiveKitName.ToString(),
        room.Status switch { RoomStatus.Live => "live", RoomStatus.Closed => "closed", _ => "idle" },
        room.Participants,
        room.SessionId is { } id ? PublicId.Format(PublicId.Session, id) : null,
        room.CreatedAt,
        room.Settings.MaxParticipants,
        room.Settings.EmptyTimeoutSeconds,
        room.Settings.DepartureTimeoutSeconds,
        room.Settings.Metadata);
}

/// <summary>A participant who is connected now.</summary>
internal sealed record LiveParticipantResponse(
    string Id, string LivekitSid, string Identity, string Name, string Kind, DateTimeOffset JoinedAt)
{
    public static LiveParticipantResponse Of(LiveParticipant participant) => new(
        PublicId.Format(PublicId.ParticipantSession, participant.Id),
        participant.LiveKitSid,
        participant.Identity,
        participant.Name,
        participant.Class.Word(),
        DateTimeOffset.FromUnixTimeMilliseconds(participant.JoinedAtMs));
}

/// <summary>A join token and where to use it.</summary>
internal sealed record TokenResponse(string Token, string Url, string Room, string Identity, DateTimeOffset ExpiresAt);
