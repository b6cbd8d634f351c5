using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>What the OpenAPI document says of the routes about recordings.</summary>
internal static class RecordingDocs
{
    public static readonly RouteDoc Start = new(
        "startRecording",
        RouteTags.Recordings,
        "Start a recording",
        """
        LiveKit's egress records and writes the file straight into the tenant's bucket; RelayKit keeps no copy. The answer is `starting` even where LiveKit's
        own was lost: then the egress is looked for, and the recording is `failed` after a minute if there is none. `recording.*` events tell the rest.
        """)
    {
        Body = typeof(StartRecordingRequest),
        Example = """{"room": "standup", "layout": "grid", "consent_confirmed": true}""",
        Query = [RoomDocs.DryRun],
        Answers =
        [
            new(201, typeof(RecordingResponse), "The recording."),
            new(200, typeof(StartDryRunResponse), "With `dry_run`: what would come of it."),
        ],
        Problems = StartProblems,
    };

    public static readonly RouteDoc List = new("listRecordings", RouteTags.Recordings, "List recordings", "Those asked for last first.")
    {
        Query = ListQuery,
        Answers = [new(200, typeof(Page<RecordingResponse>), "A page of recordings.")],
    };

    public static readonly RouteDoc Get = new("getRecording", RouteTags.Recordings, "Get a recording", "How far it has come, and where its file is.")
    {
        Answers = [new(200, typeof(RecordingResponse), "The recording.")],
        Problems = [ProblemKinds.RecordingNotFound],
    };

    public static readonly RouteDoc Stop = new(
        "stopRecording",
        RouteTags.Recordings,
        "Stop a recording",
        "The file is written then; `recording.completed` tells when it is. One that has ended stays as it is. Where LiveKit cannot be asked now it is asked again.")
    {
        Answers = [new(200, typeof(RecordingResponse), "The recording.")],
        Problems = [ProblemKinds.RecordingNotFound],
    };

    public static readonly RouteDoc Layout = new(
        "updateRecordingLayout", RouteTags.Recordings, "Change a recording's layout", "Of a whole room's recording that goes on.")
    {
        Body = typeof(UpdateLayoutRequest),
        Example = """{"layout": "speaker-dark"}""",
        Answers = [new(200, typeof(RecordingResponse), "The recording.")],
        Problems = ChangeProblems,
    };

    public static readonly RouteDoc Download = new(
        "downloadRecording",
        RouteTags.Recordings,
        "Get a link to a recording's file",
        "A presigned link to the bucket itself. Whoever has it can read the file until it runs out; each is written into the audit log.")
    {
        Body = typeof(DownloadRequest),
        Example = """{"expires_in_seconds": 3600, "disposition": "attachment"}""",
        Answers = [new(200, typeof(DownloadResponse), "The link.")],
        Problems = [ProblemKinds.RecordingNotFound, ProblemKinds.RecordingFileUnavailable, ProblemKinds.StorageUnusable],
    };

    public static readonly RouteDoc Delete = new(
        "deleteRecording",
        RouteTags.Recordings,
        "Delete a recording's file",
        "Deletes the file from the bucket. What is known of the recording, its duration and size, stays as part of the usage.")
    {
        Answers = [new(200, typeof(RecordingResponse), "The recording, its file `deleted`.")],
        Problems = [ProblemKinds.RecordingNotFound, ProblemKinds.RecordingNotEnded, ProblemKinds.StorageUnusable],
    };

    internal static IReadOnlyList<ProblemKind> StartProblems =>
    [
        ProblemKinds.RoomNotFound, ProblemKinds.RoomNotLive, ProblemKinds.LimitReached, ProblemKinds.TenantSuspended, ProblemKinds.ProcessingRestricted,
        ProblemKinds.RecordingConsentMissing, ProblemKinds.NoStorage, ProblemKinds.RecordingKeyRefused, ProblemKinds.RecordingRefused,
        ProblemKinds.UnknownLiveKitCluster, ProblemKinds.LiveKitUnavailable,
    ];

    internal static IReadOnlyList<ProblemKind> ChangeProblems =>
    [
        ProblemKinds.RecordingNotFound, ProblemKinds.RecordingEnded, ProblemKinds.RecordingNotChangeable, ProblemKinds.RecordingRefused,
        ProblemKinds.LiveKitUnavailable,
    ];

    internal static IReadOnlyList<QueryDoc> ListQuery =>
    [
        QueryDoc.Limit,
        QueryDoc.Cursor,
        new("room", "Only of this room.") { Example = "standup" },
        new("session_id", "Only of this session."),
        new("status", "Only in this status.") { Words = RecordingWords.AllStatuses },
    ];
}
