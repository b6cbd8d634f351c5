using Microsoft.AspNetCore.Diagnostics;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>Makes an entry of a request that has been answered. It runs with every request, so it allocates nothing and waits for nothing.</summary>
internal sealed class RequestLogging(RequestLogQueue queue, RequestLogInstruments instruments)
{
    private static readonly object CodeKey = new();

    /// <summary>Remembers with which code a request was refused.</summary>
    public static void Remember(HttpContext context, string code) => context.Items[CodeKey] = code;

    /// <summary>Hands a request to the log of the tenant whose it was.</summary>
    /// <param name="context">The request, with its answer.</param>
    /// <param name="id">Its id.</param>
    /// <param name="duration">From when it came in until now.</param>
    public void Record(HttpContext context, Guid id, TimeSpan duration)
    {
        if (!queue.IsOn)
        {
            return;
        }

        var status = context.Response.StatusCode;
        if (context.Features.Get<CurrentTenant>() is not { } current)
        {
            if (status == StatusCodes.Status401Unauthorized)
            {
                instruments.Unattributed();
            }

            return;
        }

        // A fault takes the route off the request and notes it elsewhere.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        queue.TryAdd(new RequestLogEntry
        {
            Id = id,
            Tenant = current.Tenant,
            Mode = current.Mode,
            Method = context.Request.Method,
            Route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "",
            Status = status,
            KeyId = (current.Caller as Caller.Key)?.Id,
            AccountId = (current.Caller as Caller.Account)?.Id,
            Code = status >= StatusCodes.Status400BadRequest ? context.Items[CodeKey] as string : null,
            Address = context.Connection.RemoteIpAddress,
            UserAgent = context.Request.Headers.UserAgent is { Count: > 0 } agent ? agent[0] : null,
            Duration = duration,
            RequestBytes = context.Request.ContentLength,
        });
    }
}
