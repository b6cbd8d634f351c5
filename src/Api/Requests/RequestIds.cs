using RelayKit.Identifiers;

namespace RelayKit.Api.Requests;

/// <summary>Gives every request an id, which its answer carries as <c>Request-Id</c> and its logs as a scope.</summary>
internal static class RequestIds
{
    private static readonly object Key = new();

    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("RelayKit.Api.Requests");
        return app.Use(async (context, next) =>
        {
            var id = PublicId.Format(PublicId.Request, Guid.CreateVersion7());
            context.TraceIdentifier = id;
            context.Items[Key] = id;
            context.Response.Headers["Request-Id"] = id;
            using (logger.BeginScope(new KeyValuePair<string, object?>[] { new("request_id", id) }))
            {
                await next(context);
            }
        });
    }

    public static string Of(HttpContext context)
    {
        // Clearing a response before an error answer drops its headers; the id goes back on.
        var id = context.Items[Key] as string ?? context.TraceIdentifier;
        context.Response.Headers["Request-Id"] = id;
        return id;
    }
}
