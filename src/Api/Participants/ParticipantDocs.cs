using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Participants;

/// <summary>What the OpenAPI document says of the routes about participants.</summary>
internal static class ParticipantDocs
{
    private static readonly ProblemKind[] OfLiveKit =
    [
        ProblemKinds.RoomNotFound, ProblemKinds.LiveKitUnavailable, ProblemKinds.LiveKitTimeout, ProblemKinds.LiveKitRefused,
        ProblemKinds.LiveKitRejectedValue,
    ];

    public static readonly RouteDoc List = new(
        "listParticipants",
        RouteTags.Participants,
        "List who is in a room, or who has been",
        "Everybody who is connected now, on one page by the time they joined; or, with `status=disconnected`, who has left, the newest session first.")
    {
        Query =
        [
            new("status", "`connected` (left out, this one) or `disconnected`.") { Words = ["connected", "disconnected"] }, QueryDoc.Limit, QueryDoc.Cursor,
        ],
        Answers = [new(200, typeof(Page<ParticipantResponse>), "A page of participants.")],
        Problems = [ProblemKinds.RoomNotFound],
    };

    public static readonly RouteDoc Get = new(
        "getParticipant", RouteTags.Participants, "Get a participant", "Somebody who is connected, with metadata, attributes, permissions and tracks as LiveKit has them now.")
    {
        Answers = [new(200, typeof(ParticipantDetailsResponse), "The participant.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound],
    };

    public static readonly RouteDoc Update = new(
        "updateParticipant",
        RouteTags.Participants,
        "Change a participant",
        "Changes what others see of somebody who is connected, or what it may do: at once, also the role.")
    {
        Body = typeof(UpdateParticipantRequest),
        Example = """{"name": "Ada L.", "attributes": {"hand": "raised"}}""",
        Answers = [new(200, typeof(ParticipantDetailsResponse), "The participant as it is now.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound],
    };

    public static readonly RouteDoc Remove = new(
        "removeParticipant",
        RouteTags.Participants,
        "Remove a participant",
        """
        Disconnects somebody. Open-source LiveKit revokes no token, so whoever still holds one can come back; with `ban_seconds` the identity is kept out: no
        token is minted for it, and whoever joins with an old one is removed again at once. With `ban_seconds` the identity need not be connected.
        """)
    {
        Body = typeof(RemoveParticipantRequest),
        Example = """{"reason": "spam", "message": "No advertising, please.", "ban_seconds": 3600}""",
        Answers = [new(200, typeof(RemovedParticipantResponse), "It is removed.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound],
    };

    public static readonly RouteDoc Mute = new(
        "muteParticipant", RouteTags.Participants, "Mute a participant", "Mutes tracks of one participant: one track, those of some sources, or all.")
    {
        Body = typeof(MuteParticipantRequest),
        Example = """{"sources": ["microphone"]}""",
        Answers = [new(200, typeof(MutedTracksResponse), "The tracks that were changed.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound, ProblemKinds.TrackNotFound, ProblemKinds.RemoteUnmuteDisabled],
    };

    public static readonly RouteDoc MuteAll = new(
        "muteRoom", RouteTags.Participants, "Mute everybody, or all but some", "Mutes tracks of everybody who is connected: microphones, if nothing is said.")
    {
        Body = typeof(MuteRoomRequest),
        Example = """{"except": ["ada"]}""",
        Answers = [new(200, typeof(MutedTracksResponse), "The tracks that were changed.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound, ProblemKinds.RoomNotLive, ProblemKinds.RemoteUnmuteDisabled],
    };

    public static readonly RouteDoc Move = new(
        "moveParticipant", RouteTags.Participants, "Move a participant to another room", "LiveKit Cloud can do this; the open-source server answers 501.")
    {
        Body = typeof(MoveParticipantRequest),
        Example = """{"destination_room": "lobby"}""",
        Answers = [new(204, null, "It was moved.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound, ProblemKinds.NotSupportedByLiveKit],
    };

    public static readonly RouteDoc Forward = new(
        "forwardParticipant",
        RouteTags.Participants,
        "Let a participant be in another room as well",
        "LiveKit Cloud can do this; the open-source server answers 501.")
    {
        Body = typeof(MoveParticipantRequest),
        Example = """{"destination_room": "lobby"}""",
        Answers = [new(204, null, "It is in the other room too.")],
        Problems = [.. OfLiveKit, ProblemKinds.ParticipantNotFound, ProblemKinds.NotSupportedByLiveKit],
    };

    public static readonly RouteDoc SendData = new(
        "sendData",
        RouteTags.Participants,
        "Send data to a room",
        "Sends a message to the apps in a room, over LiveKit's data channels. Success says that LiveKit took it, not that anybody got it. Nothing of it is stored or logged.")
    {
        Body = typeof(SendDataRequest),
        Example = """{"text": "The meeting ends in five minutes.", "topic": "notice"}""",
        Answers = [new(204, null, "LiveKit has taken it.")],
        Problems = [.. OfLiveKit, ProblemKinds.RoomNotLive],
    };

    public static readonly RouteDoc ListBans = new(
        "listBans", RouteTags.Participants, "List who is kept out of a room", "Identities that were removed with `ban_seconds` and are not let in yet, on one page.")
    {
        Answers = [new(200, typeof(Page<BanResponse>), "Who is kept out, the longest first.")],
        Problems = [ProblemKinds.RoomNotFound],
    };

    public static readonly RouteDoc LiftBan = new(
        "liftBan", RouteTags.Participants, "Let an identity in again", "Ends a ban before its time.")
    {
        Answers = [new(204, null, "It is let in again.")],
        Problems = [ProblemKinds.RoomNotFound, ProblemKinds.ParticipantNotFound, ProblemKinds.BanNotFound],
    };
}
