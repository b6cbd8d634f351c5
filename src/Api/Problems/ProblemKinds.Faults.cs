using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors that are nobody's fault who asks: LiveKit's and RelayKit's own.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind LiveKitRejectedValue = new(
        "livekit_rejected_value", Status400BadRequest,
        "LiveKit does not take one of the values: the server is configured with lower limits than RelayKit's.",
        "Send less, or ask the operator to raise LiveKit's limits.");

    public static readonly ProblemKind NotSupportedByLiveKit = new(
        "not_supported_by_livekit", Status501NotImplemented,
        "The open-source LiveKit server has no such feature; LiveKit Cloud does.",
        "Do without it on this server.");

    public static readonly ProblemKind LiveKitRefused = new(
        "livekit_refused", Status502BadGateway,
        "LiveKit refused the call in a way that only the operator can mend: its API key, its version, or what stands before it.",
        "Tell the operator the `request_id`.");

    public static readonly ProblemKind LiveKitTimeout = new(
        "livekit_timeout", Status504GatewayTimeout,
        "LiveKit did not answer in time; the call may or may not have taken effect.",
        "Look whether it did, and repeat the request if it did not.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind LiveKitClusterGone = new(
        "livekit_cluster_gone", Status503ServiceUnavailable,
        "The room lives on a LiveKit cluster that is no longer configured.",
        "Tell the operator; the room works again when the cluster is configured under its name.")
    {
        RetryAfterSeconds = 60,
    };

    public static readonly ProblemKind LiveKitUnavailable = new(
        "livekit_unavailable", Status503ServiceUnavailable,
        "LiveKit could not be reached, or had a fault of its own. What RelayKit itself decided stands.",
        "Repeat the request.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind InternalError = new(
        "internal_error", Status500InternalServerError,
        "A fault of RelayKit's own, logged under the request's id.",
        "Tell the operator the `request_id`.");

    public static readonly ProblemKind TemporarilyUnavailable = new(
        "temporarily_unavailable", Status503ServiceUnavailable,
        "RelayKit could not finish in time; the request may or may not have taken effect.",
        "Repeat the request, a POST with the same `Idempotency-Key`.")
    {
        RetryAfterSeconds = 1,
    };
}
