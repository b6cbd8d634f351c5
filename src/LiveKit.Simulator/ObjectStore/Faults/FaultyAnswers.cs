namespace RelayKit.LiveKit.Simulator.ObjectStore.Faults;

/// <summary>How a fault shows to whoever asked.</summary>
internal static class FaultyAnswers
{
    /// <summary>Whether the request is over with it; otherwise it is served, late or only in part.</summary>
    /// <exception cref="S3Exception">The fault is an answer of S3's.</exception>
    public static async Task<bool> EndsAsync(StoreFault fault, S3Request request, TimeProvider time)
    {
        switch (fault.Kind)
        {
            case StoreFaultKind.Slow:
                await Task.Delay(fault.Wait, time, request.Aborted);
                return false;
            case StoreFaultKind.Drop:
                request.Context.Abort();
                return true;
            case StoreFaultKind.DropMidway when request.Context.Request.ContentLength > 0:
                await ReadHalfAsync(request, request.Context.Request.ContentLength.Value / 2);
                request.Context.Abort();
                return true;
            case StoreFaultKind.DropMidway:
                return false;
            case StoreFaultKind.NotS3:
                request.Context.Response.ContentType = "text/html";
                await request.Context.Response.WriteAsync("<html><body>Welcome</body></html>", request.Aborted);
                return true;
            default:
                throw Refusal(fault, request);
        }
    }

    private static S3Exception Refusal(StoreFault fault, S3Request request) => fault.Kind switch
    {
        StoreFaultKind.Unavailable => new(503, "ServiceUnavailable", "Service is unable to handle request."),
        StoreFaultKind.SlowDown => new(503, "SlowDown", "Please reduce your request rate."),
        StoreFaultKind.RefusePuts => S3Exception.AccessDenied(),
        StoreFaultKind.TooLarge => new(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
        StoreFaultKind.Redirect => Elsewhere(
            301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.", fault, request),
        StoreFaultKind.TemporaryRedirect => Elsewhere(
            307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.", fault, request),
        _ => InternalError(),
    };

    public static S3Exception InternalError() => new(500, "InternalError", "We encountered an internal error. Please try again.");

    private static S3Exception Elsewhere(int status, string code, string message, StoreFault fault, S3Request request)
    {
        var location = fault.Location ?? "http://elsewhere.localhost/";
        return new S3Exception(status, code, message, ("Bucket", request.Bucket), ("Endpoint", new Uri(location).Authority))
        {
            Headers = new Dictionary<string, string> { ["Location"] = location },
        };
    }

    private static async Task ReadHalfAsync(S3Request request, long bytes)
    {
        var buffer = new byte[16 * 1024];
        while (bytes > 0 && await request.Context.Request.Body.ReadAsync(buffer, request.Aborted) is var count and > 0)
        {
            bytes -= count;
        }
    }
}
