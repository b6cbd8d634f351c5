using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of recordings, streams and ingress.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind RecordingNotFound = new(
        "recording_not_found", Status404NotFound,
        "The tenant has no recording of that id in the key's mode.",
        "List the recordings with `GET /v1/recordings`.");

    public static readonly ProblemKind StreamNotFound = new(
        "stream_not_found", Status404NotFound,
        "The tenant has no stream of that id in the key's mode.",
        "List the streams with `GET /v1/streams`.");

    public static readonly ProblemKind RecordingKeyRefused = new(
        "recording_key_refused", Status409Conflict,
        "The tenant's key template gives this recording no key: it is too long, or a part of it is dots alone.",
        "Set another prefix or template with `PUT /v1/tenant/storage`, or record a room of another name.");

    public static readonly ProblemKind RecordingRefused = new(
        "recording_refused", Status422UnprocessableEntity,
        "LiveKit does not take what is to be recorded or streamed, or does not find it.",
        "Check room, participant, tracks, addresses and format.");

    public static readonly ProblemKind NoStorage = new(
        "no_storage", Status409Conflict,
        "What is to be started writes a file, but the tenant has no bucket, and the operator offers no managed storage.",
        "Set up a bucket with `PUT /v1/tenant/storage`.");

    public static readonly ProblemKind RecordingEnded = new(
        "recording_ended", Status409Conflict,
        "The recording or stream has ended, or is ending, so that nothing of it can be changed.",
        "Start another.");

    public static readonly ProblemKind RecordingNotEnded = new(
        "recording_not_ended", Status409Conflict,
        "The recording has not ended, so that its file cannot be deleted.",
        "Stop it with `POST /v1/recordings/{recording}/stop` and wait for `recording.completed`.");

    public static readonly ProblemKind RecordingNotChangeable = new(
        "recording_not_changeable", Status409Conflict,
        "It is of a kind that has nothing of what is to be changed: only a whole room has a layout, only RTMP and SRT have addresses.",
        "Start another of the kind that is wanted.");

    public static readonly ProblemKind RecordingFileUnavailable = new(
        "recording_file_unavailable", Status409Conflict,
        "There is no file: nothing is written yet, nothing was recorded, or it was deleted.",
        "Look at `file` and `status` of the recording.");

    public static readonly ProblemKind StorageUnusable = new(
        "storage_unusable", Status502BadGateway,
        "The bucket cannot be used now; `detail` says why.",
        "Mend the bucket or its key, try it with `POST /v1/tenant/storage/test`, and repeat the request.");

    public static readonly ProblemKind RecordingConsentMissing = new(
        "recording_consent_missing", Status422UnprocessableEntity,
        "The tenant wants each start to confirm that everybody who is recorded has agreed.",
        "Send `consent_confirmed: true`, or set `recording_consent_required` to false with `PATCH /v1/tenant`.");

    public static readonly ProblemKind IngressNotFound = new(
        "ingress_not_found", Status404NotFound,
        "The tenant has no ingress of that id in the key's mode, or it was deleted.",
        "List the ingress with `GET /v1/ingress`.");

    public static readonly ProblemKind IngressNotChangeable = new(
        "ingress_not_changeable", Status409Conflict,
        "What is asked for cannot be changed of an ingress of this kind: one that pulls from an address stays as it was made, and only WHIP goes without transcoding.",
        "Delete the ingress and create another.");
}
