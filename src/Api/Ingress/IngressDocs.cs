using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Ingress;

/// <summary>What the OpenAPI document says of ingress.</summary>
internal static class IngressDocs
{
    public static RouteDoc Create { get; } = new(
        "createIngress",
        RouteTags.Ingress,
        "Create an ingress",
        """
        Makes a place where a stream from outside comes into a room: an encoder's by RTMP, a browser's or an encoder's by WHIP, or one that LiveKit pulls
        from an address. The stream is a participant of kind `ingress` in the room, and is metered as such.

        The sender's key is in this answer and in no other, and RelayKit does not keep it. LiveKit gives no ingress a new key: to replace one, delete the
        ingress and create another. Send an `Idempotency-Key`: where LiveKit's answer is lost, a repetition finds the ingress that was made, with its key.
        """)
    {
        Body = typeof(CreateIngressRequest),
        Example = """{"room": "standup", "kind": "rtmp", "identity": "studio-camera", "name": "Studio"}""",
        Answers = [new(201, typeof(CreatedIngressResponse), "The ingress, with the sender's key.")],
        Problems =
        [
            ProblemKinds.RoomNotFound, ProblemKinds.RoomClosing, ProblemKinds.LimitReached, ProblemKinds.TenantSuspended, ProblemKinds.ProcessingRestricted,
            ProblemKinds.IngressNotFound, ProblemKinds.LiveKitUnavailable, ProblemKinds.LiveKitTimeout, ProblemKinds.LiveKitRefused, ProblemKinds.LiveKitRejectedValue,
        ],
    };

    public static RouteDoc List { get; } = new("listIngress", RouteTags.Ingress, "List ingress", "Those made last come first.")
    {
        Query = [QueryDoc.Limit, QueryDoc.Cursor, new("room", "Only those that lead to this room.") { Example = "standup" }],
        Answers = [new(200, typeof(Page<IngressResponse>), "A page of ingress.")],
    };

    public static RouteDoc Get { get; } = new("getIngress", RouteTags.Ingress, "Get an ingress", "The ingress and how far its stream has come.")
    {
        Answers = [new(200, typeof(IngressResponse), "The ingress.")],
        Problems = [ProblemKinds.IngressNotFound],
    };

    public static RouteDoc Update { get; } = new(
        "updateIngress",
        RouteTags.Ingress,
        "Change an ingress",
        "Changes some of an ingress: what is left out stays, as does its key. A stream that comes in stays where it is, and the next one goes by the change. One that pulls from an address cannot be changed.")
    {
        Body = typeof(UpdateIngressRequest),
        Example = """{"room": "standup", "name": "Studio 2"}""",
        Answers = [new(200, typeof(IngressResponse), "The ingress as it is now.")],
        Problems = [ProblemKinds.IngressNotFound, ProblemKinds.IngressNotChangeable, ProblemKinds.RoomNotFound, ProblemKinds.LiveKitUnavailable],
    };

    public static RouteDoc Delete { get; } = new(
        "deleteIngress", RouteTags.Ingress, "Delete an ingress", "A stream that comes in ends, and the key leads nowhere from now on.")
    {
        Answers = [new(200, typeof(IngressResponse), "The ingress as it was.")],
        Problems = [ProblemKinds.IngressNotFound, ProblemKinds.LiveKitUnavailable],
    };
}
