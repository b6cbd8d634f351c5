using RelayKit.LiveKit;

namespace RelayKit.Rooms;

/// <summary>From LiveKit's errors to RelayKit's expected ones: LiveKit says some things in ways that mislead.</summary>
internal static class LiveKitRefusals
{
    /// <summary>What a fault of a call about a room means.</summary>
    /// <param name="fault">What LiveKit answered, or that it did not.</param>
    /// <param name="absent">What it means that LiveKit finds nobody.</param>
    public static Error ToError(LiveKitException fault, Error absent) => fault.Code switch
    {
        LiveKitErrorCode.NotFound => absent,
        LiveKitErrorCode.InvalidArgument or LiveKitErrorCode.OutOfRange => new Error(
            ErrorCode.LiveKitRejectedValue, "LiveKit does not take one of these values; its own limits are lower than RelayKit's here."),
        LiveKitErrorCode.FailedPrecondition => new Error(
            ErrorCode.RemoteUnmuteDisabled,
            "The LiveKit server does not allow tracks to be unmuted from afar. The operator can allow it with room.enable_remote_unmute."),
        LiveKitErrorCode.Unimplemented => NotSupported(),
        // So the open-source server answers to what only LiveKit Cloud has.
        LiveKitErrorCode.Unknown when fault.Message.Contains("not implemented", StringComparison.Ordinal) => NotSupported(),
        LiveKitErrorCode.DeadlineExceeded or LiveKitErrorCode.Canceled => new Error(
            ErrorCode.LiveKitTimeout, "LiveKit did not answer in time; the call may or may not have taken effect."),
        LiveKitErrorCode.Unavailable or LiveKitErrorCode.Internal or LiveKitErrorCode.Aborted or LiveKitErrorCode.ResourceExhausted
            or LiveKitErrorCode.DataLoss => new Error(
                ErrorCode.LiveKitUnavailable, "LiveKit, or the node that holds the room, cannot be reached. Repeat the call."),
        _ => new Error(
            ErrorCode.LiveKitRefused,
            "LiveKit refused the call in a way that only the operator can mend: its API key, its version or what stands before it."),
    };

    private static Error NotSupported() => new(
        ErrorCode.NotSupportedByLiveKit, "The open-source LiveKit server does not have this; LiveKit Cloud does.");
}
