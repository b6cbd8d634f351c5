using RelayKit.Api.RequestLogs;
using RelayKit.Identifiers;

namespace RelayKit.Api.Requests;

/// <summary>
/// Gives every request an id, which its answer carries as <c>Request-Id</c>, its logs as a scope and its tenant's request log as its key. It hands the
/// request to that log as well: one wrapper around each request costs less than two.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, RequestLogging log, ILoggerFactory loggers, TimeProvider time)
{
    private static readonly object Key = new();

    private readonly ILogger _logger = loggers.CreateLogger("RelayKit.Api.Requests");

    public async Task InvokeAsync(HttpContext context)
    {
        var (key, started) = (New(), time.GetTimestamp());
        var id = PublicId.Format(PublicId.Request, key);
        context.TraceIdentifier = id;
        context.Items[Key] = id;
        context.Response.Headers["Request-Id"] = id;
        using (_logger.BeginScope(new KeyValuePair<string, object?>[] { new("request_id", id) }))
        {
            try
            {
                await next(context);
            }
            finally
            {
                log.Record(context, key, time.GetElapsedTime(started));
            }
        }
    }

    public static string Of(HttpContext context)
    {
        // Clearing a response before an error answer drops its headers; the id goes back on.
        var id = context.Items[Key] as string ?? context.TraceIdentifier;
        context.Response.Headers["Request-Id"] = id;
        return id;
    }

    /// <summary>
    /// A UUIDv7 (RFC 9562). Its random bits only have to be different from all others, not hard to guess, so they do not come
    /// from the kernel, which would be a system call for each request.
    /// </summary>
    private Guid New()
    {
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random);
        return UuidVersion7.Of(time.GetUtcNow().ToUnixTimeMilliseconds(), random);
    }
}
