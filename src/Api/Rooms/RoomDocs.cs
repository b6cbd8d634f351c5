using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Rooms;

/// <summary>What the OpenAPI document says of the routes about rooms.</summary>
internal static class RoomDocs
{
    public static readonly QueryDoc DryRun = new("dry_run", "`true`: nothing is done, and the answer (200) says what would come of it.")
    {
        Type = "boolean",
    };

    public static readonly RouteDoc Create = new(
        "createRoom",
        RouteTags.Rooms,
        "Create a room",
        """
        A room is durable: it is there until it is deleted, whether or not anybody is in it, and an idle one costs nothing. LiveKit's own room comes to life
        with the first join. Creating it twice with the same settings is no error.
        """)
    {
        Body = typeof(CreateRoomRequest),
        Example = """{"name": "standup", "max_participants": 20, "labels": {"customer": "acme"}, "solo_timeout_seconds": 600}""",
        Query = [DryRun],
        Answers =
        [
            new(201, typeof(RoomResponse), "The room is new."),
            new(200, typeof(RoomResponse), "The room was there with the same settings; or, with `dry_run`, what would come of it.") { Or = typeof(RoomDryRunResponse) },
        ],
        Problems = [ProblemKinds.RoomExistsWithOtherSettings, ProblemKinds.RecordingConsentMissing],
    };

    public static readonly RouteDoc List = new("listRooms", RouteTags.Rooms, "List rooms", "The rooms that exist, newest first.")
    {
        Query =
        [
            QueryDoc.Limit,
            QueryDoc.Cursor,
            new("status", "Only live rooms, or only idle ones.") { Words = ["idle", "live"] },
            new("name_prefix", "Only rooms whose names begin like this, in the order of their names, byte by byte.") { Example = "stand" },
            new("label", "Only rooms with this label, as `name=value`.") { Example = "customer=acme" },
        ],
        Answers = [new(200, typeof(Page<RoomResponse>), "A page of rooms.")],
    };

    public static readonly RouteDoc Get = new("getRoom", RouteTags.Rooms, "Get a room", "The room as it is now.")
    {
        Answers = [new(200, typeof(RoomResponse), "The room.")],
        Problems = [ProblemKinds.RoomNotFound],
    };

    public static readonly RouteDoc Update = new(
        "updateRoom",
        RouteTags.Rooms,
        "Change a room",
        "Changes some of a room's settings, also while it is live: what is left out stays, what is `null` is reset.")
    {
        Body = typeof(UpdateRoomRequest),
        Example = """{"max_participants": 50, "metadata": "{\"topic\":\"release\"}"}""",
        Answers = [new(200, typeof(RoomResponse), "The room as it is now.")],
        Problems = [ProblemKinds.RoomNotFound, ProblemKinds.RecordingConsentMissing, ProblemKinds.LiveKitUnavailable],
    };

    public static readonly RouteDoc Delete = new(
        "deleteRoom",
        RouteTags.Rooms,
        "Delete a room",
        "No token of the room leads anywhere from now on. Its history, events and usage stay. A room of the same name can be created at once.")
    {
        Query =
        [
            new("when_live", "What becomes of a session that goes on: `end` (left out, this one) ends it, `fail` refuses, `after` lets nobody in any more and deletes the room when it has ended.")
            {
                Words = ["end", "fail", "after"],
            },
        ],
        Answers = [new(200, typeof(RoomResponse), "The room as it was, with `status` `closed`; with `after`, as it is, with `closing`.")],
        Problems = [ProblemKinds.RoomNotFound, ProblemKinds.RoomIsLive, ProblemKinds.LiveKitUnavailable],
    };

    public static readonly RouteDoc RevokeTokens = new(
        "revokeTokens",
        RouteTags.Rooms,
        "Revoke all join tokens of a room",
        """
        Every join token that was minted leads nowhere from now on, and the session that goes on ends: whoever is to come back needs a new token. The room
        and its settings stay. Open-source LiveKit revokes no token by itself; RelayKit moves the room on to its next `livekit_name`.
        """)
    {
        Answers = [new(200, typeof(RoomResponse), "The room, with its new `livekit_name`.")],
        Problems = [ProblemKinds.RoomNotFound, ProblemKinds.LiveKitUnavailable],
    };
}
