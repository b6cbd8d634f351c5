using System.Net;

namespace RelayKit.Cli.Http;

/// <summary>A call was answered with something else than a success; the message has the answer.</summary>
internal sealed class JsonApiException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>The answer's status.</summary>
    public HttpStatusCode Status { get; } = status;
}
