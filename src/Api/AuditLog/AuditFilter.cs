using System.Collections.Immutable;
using System.Data.Common;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.AuditLog;

/// <summary>
/// Puts a request into the audit log before it takes effect, and how it ended before that is told: no effect is without its entry. Where the
/// first cannot be written, nothing is done.
/// </summary>
internal sealed partial class AuditFilter(IAuditLog log, TimeProvider time, ILogger<AuditFilter> logger)
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, string action, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var asked = AskedBy(http, action);
        try
        {
            await log.AppendAsync(asked, http.RequestAborted);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            LogNotWritten(fault, action);
            return new ProblemResult(
                ProblemKinds.TemporarilyUnavailable, "The request could not be written into the audit log, so nothing was done. Repeat it in a moment.");
        }

        object? answer;
        try
        {
            answer = await next(context);
        }
        catch
        {
            await EndAsync(asked with { Phase = AuditPhase.Unknown });
            throw;
        }

        await EndAsync(AuditedAnswer.Of(http, asked, answer));
        return answer;
    }

    private AuditEntry AskedBy(HttpContext http, string action)
    {
        var (now, isOperator) = (time.GetUtcNow(), IsOperator(http));
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            Tenant = isOperator ? TenantIn(http) : CurrentTenant.Of(http).Tenant,
            Actor = isOperator ? AuditEntry.Operator : ActorOf(CurrentTenant.Of(http)),
            Action = action,
            Targets = TargetsIn(http),
            IpAddress = http.Connection.RemoteIpAddress?.ToString(),
            Request = PublicId.TryParse(PublicId.Request, RequestIds.Of(http), out var id) ? id : Guid.Empty,
            Phase = AuditPhase.Asked,
        };
    }

    /// <summary>What was asked stands in the log; that its end does not says by itself that nobody knows it.</summary>
    private async Task EndAsync(AuditEntry end)
    {
        try
        {
            var now = time.GetUtcNow();
            await log.AppendAsync(end with { Id = Guid.CreateVersion7(now), At = now }, CancellationToken.None);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            LogEndNotWritten(fault, end.Action);
        }
    }

    private static bool IsOperator(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RequiredKey>() == RequiredKey.Operator;

    private static string ActorOf(CurrentTenant current) => current.Caller switch
    {
        Caller.Key { Id: var id } => PublicId.Format(PublicId.ApiKey, id),
        Caller.Account { Id: var id } => PublicId.Format(PublicId.Account, id),
        _ => throw new InvalidOperationException("Somebody else acts for the tenant."),
    };

    private static TenantId? TenantIn(HttpContext http) => TenantId.TryParse(http.GetRouteValue("tenant") as string, out var tenant) ? tenant : null;

    /// <summary>A path can hold anything; only what has the form of an id or a name of ours is written down.</summary>
    private static ImmutableArray<string> TargetsIn(HttpContext http) =>
        [.. http.Request.RouteValues.Values.OfType<string>().Where(AuditedAnswer.IsName)];

    [LoggerMessage(LogLevel.Error, "{Action} could not be written into the audit log, and was refused")]
    private partial void LogNotWritten(Exception fault, string action);

    [LoggerMessage(LogLevel.Error, "How {Action} ended could not be written into the audit log; that it was asked for stands there")]
    private partial void LogEndNotWritten(Exception fault, string action);
}
