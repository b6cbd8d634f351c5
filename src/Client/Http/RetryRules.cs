using System.Net;
using System.Security.Authentication;

namespace RelayKit.Client;

/// <summary>What is tried again. Pure decisions; the pauses are <see cref="Backoff"/>'s.</summary>
internal static class RetryRules
{
    /// <summary>
    /// Whether a failed call may be made once more. A GET, PUT or DELETE does no harm twice, and a POST has its key. A PATCH is a change to values that
    /// it names, and so may be repeated; but not one with <c>If-Match</c> that may have been made: it would be refused, as if somebody else had made it.
    /// </summary>
    public static bool MayRepeat(ApiCall call, Failure failure) =>
        failure.MayPass
        && (failure.Reach == Reach.Nothing || call.IfMatch is null)
        // LiveKit may have done it, and RelayKit does not know: people in the room would have it twice.
        && !(call.Method == HttpMethod.Post && failure.Error.Code == ErrorCodes.LiveKitTimeout);

    /// <summary>Whether the same request may get another answer than this one.</summary>
    public static bool MayPass(HttpStatusCode status, string code) => status switch
    {
        HttpStatusCode.RequestTimeout => true,
        HttpStatusCode.Conflict => code == ErrorCodes.IdempotencyKeyInUse,
        // The streams that are open are the caller's own, and close when the caller closes them.
        HttpStatusCode.TooManyRequests => code != ErrorCodes.TooManyStreams,
        HttpStatusCode.BadGateway => code != ErrorCodes.LiveKitRefused,
        HttpStatusCode.ServiceUnavailable => code != ErrorCodes.LiveKitClusterGone,
        HttpStatusCode.GatewayTimeout => true,
        _ => false,
    };

    /// <summary>What a status says of how far the request came.</summary>
    public static Reach ReachOf(HttpStatusCode status) => (int)status >= 500 ? Reach.Unknown : Reach.Nothing;

    /// <summary>How far a request came whose connection failed.</summary>
    public static (Reach Reach, bool MayPass) Of(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => (Reach.Nothing, true),
        // A certificate stays wrong; a handshake that broke off does not.
        HttpRequestError.SecureConnectionError => (Reach.Nothing, fault.InnerException is not AuthenticationException),
        HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError => (Reach.Unknown, false),
        _ => (Reach.Unknown, true),
    };
}
