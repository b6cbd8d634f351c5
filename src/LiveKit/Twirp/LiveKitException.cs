using System.Net;

namespace RelayKit.LiveKit;

/// <summary>LiveKit refused a call, could not be reached, or did not answer in time.</summary>
public sealed class LiveKitException : Exception
{
    /// <summary>A failure with its code and, if an answer came, the answer's HTTP status and Twirp meta.</summary>
    public LiveKitException(
        LiveKitErrorCode code,
        string message,
        HttpStatusCode? status = null,
        IReadOnlyDictionary<string, string>? meta = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Status = status;
        Meta = meta ?? new Dictionary<string, string>();
    }

    /// <summary>What kind of failure it is.</summary>
    public LiveKitErrorCode Code { get; }

    /// <summary>The answer's HTTP status; null when no answer came.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What LiveKit adds to the error, such as <c>argument</c> or <c>cause</c>; empty when it adds nothing.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; }

    /// <summary>Whether LiveKit may have done what was asked for all the same: it, or what lies between, has not said that it did not.</summary>
    public bool LeavesOutcomeUnknown => Code switch
    {
        LiveKitErrorCode.Unavailable or LiveKitErrorCode.DeadlineExceeded or LiveKitErrorCode.Canceled or LiveKitErrorCode.Aborted
            or LiveKitErrorCode.Unknown or LiveKitErrorCode.DataLoss or LiveKitErrorCode.Malformed => true,
        // So a server answers that has no egress or no ingress.
        LiveKitErrorCode.Internal => !Message.Contains("not connected", StringComparison.Ordinal),
        _ => false,
    };
}
