using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of rooms, sessions and who is in them.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind RoomNotFound = new(
        "room_not_found", Status404NotFound,
        "The tenant has no room of that name in the key's mode, or it was deleted.",
        "Create it with `POST /v1/rooms`. Live and test mode have rooms of their own.");

    public static readonly ProblemKind SessionNotFound = new(
        "session_not_found", Status404NotFound,
        "The tenant has no session of that id in the key's mode.",
        "List the sessions with `GET /v1/sessions`.");

    public static readonly ProblemKind RoomExistsWithOtherSettings = new(
        "room_exists_with_other_settings", Status409Conflict,
        "A room of that name exists, and its settings are not the ones asked for.",
        "Change it with `PATCH /v1/rooms/{room}`, ask for the settings that it has, or delete it first.");

    public static readonly ProblemKind RoomClosing = new(
        "room_closing", Status409Conflict,
        "The room was deleted with `when_live=after`: the session that goes on may end, and nobody is let in any more.",
        "Wait until it has ended and create the room anew, or use another room.");

    public static readonly ProblemKind RoomNotOpen = new(
        "room_not_open", Status409Conflict,
        "The room's `not_before` lies ahead.",
        "Mint the token when the room opens, or change `not_before` with `PATCH /v1/rooms/{room}`.");

    public static readonly ProblemKind RoomExpired = new(
        "room_expired", Status409Conflict,
        "The room's `expires_at` has passed.",
        "Change `expires_at` with `PATCH /v1/rooms/{room}`, or delete the room.");

    public static readonly ProblemKind RoomFull = new(
        "room_full", Status409Conflict,
        "As many participants are in the room as it takes; `limit` says which limit decided.",
        "Wait until somebody leaves, or raise the limit; `limit.raised_by` says who can.");

    public static readonly ProblemKind RoomNotLive = new(
        "room_not_live", Status409Conflict,
        "Nobody is in the room, so there is nobody to do it to.",
        "Repeat it when the room is live.");

    public static readonly ProblemKind RoomIsLive = new(
        "room_is_live", Status409Conflict,
        "The room was to be deleted with `when_live=fail`, and a session goes on in it.",
        "Wait until it is idle, or delete it with `when_live=end` or `when_live=after`.");

    public static readonly ProblemKind IdentityBanned = new(
        "identity_banned", Status403Forbidden,
        "The identity was removed from the room and is kept out of it for some time.",
        "Wait, or lift it with `DELETE /v1/rooms/{room}/bans/{identity}`.");

    public static readonly ProblemKind ParticipantNotFound = new(
        "participant_not_found", Status404NotFound,
        "Nobody of that identity is connected to the room.",
        "List who is with `GET /v1/rooms/{room}/participants`, and who was with `?status=disconnected`.");

    public static readonly ProblemKind TrackNotFound = new(
        "track_not_found", Status404NotFound,
        "The participant publishes no such track.",
        "Read the participant to see its tracks.");

    public static readonly ProblemKind BanNotFound = new(
        "ban_not_found", Status404NotFound,
        "Nobody of that identity is kept out of the room.",
        "List who is with `GET /v1/rooms/{room}/bans`.");

    public static readonly ProblemKind RemoteUnmuteDisabled = new(
        "remote_unmute_disabled", Status409Conflict,
        "The LiveKit server does not allow tracks to be unmuted from afar.",
        "Ask the participant to unmute, or the operator to set LiveKit's `room.enable_remote_unmute`.");
}
