using RelayKit.Limits;
using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>Expected outcomes about recordings and streams that are met in more than one place.</summary>
public static class RecordingErrors
{
    /// <summary>The tenant has none of that id.</summary>
    public static Error NotFound(RecordingPurpose purpose) => purpose == RecordingPurpose.Recording
        ? new Error(ErrorCode.RecordingNotFound, "There is no such recording. List them with GET /v1/recordings.")
        : new Error(ErrorCode.StreamNotFound, "There is no such stream. List them with GET /v1/streams.");

    /// <summary>A limit lets nothing more start.</summary>
    /// <param name="limit">The limit, with what is used of it.</param>
    public static Error Reached(ReachedLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var how = limit.Name switch
        {
            LimitNames.Recordings => $"{limit.Used} recordings go on, and the limit is {limit.Value}. Stop one first",
            LimitNames.Streams => $"{limit.Used} streams go out, and the limit is {limit.Value}. Stop one first",
            LimitNames.RecordingMinutes => $"{limit.Used} minutes were recorded in this billing period, and the limit is {limit.Value}. Wait for the next one",
            _ => $"{limit.Used} bytes were recorded in this billing period, and the limit is {limit.Value}. Wait for the next one",
        };
        return new Error(
            ErrorCode.LimitReached,
            $"{how}; or {limit.HowToRaise()}")
        {
            Limit = limit,
        };
    }

    /// <summary>The bucket cannot be used now.</summary>
    internal static Error Unusable(StorageException fault) => new(ErrorCode.StorageUnusable, fault.Fault.Detail);
}
