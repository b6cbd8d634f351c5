using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Api.Rooms;

/// <summary>A room.</summary>
/// <param name="Name">The tenant's own name for it.</param>
/// <param name="LivekitName">The name that LiveKit knows it by.</param>
/// <param name="Status"><c>idle</c>, <c>live</c> or <c>closed</c>.</param>
/// <param name="Participants">How many are connected, agents and recorders not counted.</param>
/// <param name="SessionId">The session that goes on; null while it is idle.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="MaxParticipants">How many may be in it at once; null for no limit.</param>
/// <param name="EmptyTimeoutSeconds">After how long it closes when nobody joins; null for LiveKit's default.</param>
/// <param name="DepartureTimeoutSeconds">After how long it closes when the last one has left; null for LiveKit's default.</param>
/// <param name="Metadata">The tenant's free text.</param>
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
/// <param name="Id"><c>psn_…</c>.</param>
/// <param name="LivekitSid">LiveKit's sid of the connection: <c>PA_…</c>.</param>
/// <param name="Identity">Who it is, in the tenant's words.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="Kind"><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</param>
/// <param name="JoinedAt">When its media was connected, by LiveKit's clock.</param>
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
/// <param name="Token">A LiveKit access token.</param>
/// <param name="Url">LiveKit's address, for any LiveKit SDK.</param>
/// <param name="Room">The room that it leads into.</param>
/// <param name="Identity">Who joins with it.</param>
/// <param name="ExpiresAt">Until when it opens a connection. Whoever has joined stays.</param>
internal sealed record TokenResponse(string Token, string Url, string Room, string Identity, DateTimeOffset ExpiresAt);
