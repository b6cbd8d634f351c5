using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>Expected outcomes about recordings and streams that are met in more than one place.</summary>
public static class RecordingErrors
{
    /// <summary>The tenant has none of that id.</summary>
    public static Error NotFound(RecordingPurpose purpose) => purpose == RecordingPurpose.Recording
        ? new Error(ErrorCode.RecordingNotFound, "There is no such recording. List them with GET /v1/recordings.")
        : new Error(ErrorCode.StreamNotFound, "There is no such stream. List them with GET /v1/streams.");

    /// <summary>The bucket cannot be used now.</summary>
    internal static Error Unusable(StorageException fault) => new(ErrorCode.StorageUnusable, fault.Fault.Detail);
}
