using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;

namespace RelayKit.Api.Recordings;

/// <summary>What the OpenAPI document says of the routes about streams.</summary>
internal static class StreamDocs
{
    public static readonly RouteDoc Start = new(
        "startStream",
        RouteTags.Streams,
        "Start a stream",
        """
        To addresses of RTMP or SRT, or as HLS into the tenant's bucket. Addresses carry the sender's key: they are handed to LiveKit and never kept, logged
        or shown; answers have them up to the first step of the path. `stream.*` events tell how it goes.
        """)
    {
        Body = typeof(StartStreamRequest),
        Example = """{"room": "standup", "urls": ["rtmps://live.example.com/app/stream-key"], "consent_confirmed": true}""",
        Query = [RoomDocs.DryRun],
        Answers =
        [
            new(201, typeof(StreamResponse), "The stream."),
            new(200, typeof(StartDryRunResponse), "With `dry_run`: what would come of it."),
        ],
        Problems = RecordingDocs.StartProblems,
    };

    public static readonly RouteDoc List = new("listStreams", RouteTags.Streams, "List streams", "Those asked for last first.")
    {
        Query = RecordingDocs.ListQuery,
        Answers = [new(200, typeof(Page<StreamResponse>), "A page of streams.")],
    };

    public static readonly RouteDoc Get = new("getStream", RouteTags.Streams, "Get a stream", "How far it has come, and how each of its addresses stands.")
    {
        Answers = [new(200, typeof(StreamResponse), "The stream.")],
        Problems = [ProblemKinds.StreamNotFound],
    };

    public static readonly RouteDoc Stop = new(
        "stopStream", RouteTags.Streams, "Stop a stream", "To all of its addresses. One that has ended stays as it is.")
    {
        Answers = [new(200, typeof(StreamResponse), "The stream.")],
        Problems = [ProblemKinds.StreamNotFound],
    };

    public static readonly RouteDoc Layout = new(
        "updateStreamLayout", RouteTags.Streams, "Change a stream's layout", "Of a whole room's stream that goes on.")
    {
        Body = typeof(UpdateLayoutRequest),
        Example = """{"layout": "speaker-dark"}""",
        Answers = [new(200, typeof(StreamResponse), "The stream.")],
        Problems = ChangeProblems,
    };

    public static readonly RouteDoc Urls = new(
        "updateStreamUrls",
        RouteTags.Streams,
        "Change where a stream goes",
        "Adds and removes addresses while it goes on. An address is removed by itself in full, as it was given: RelayKit does not know its key any more.")
    {
        Body = typeof(UpdateStreamUrlsRequest),
        Example = """{"add": ["rtmps://live.example.com/app/another-key"]}""",
        Answers = [new(200, typeof(StreamResponse), "The stream.")],
        Problems = ChangeProblems,
    };

    private static IReadOnlyList<ProblemKind> ChangeProblems =>
    [
        ProblemKinds.StreamNotFound, ProblemKinds.RecordingEnded, ProblemKinds.RecordingNotChangeable, ProblemKinds.RecordingRefused,
        ProblemKinds.LiveKitUnavailable,
    ];
}
