using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using RelayKit.Api.Authentication;
using RelayKit.Api.Hardening;
using RelayKit.Api.RateLimiting;
using RelayKit.Ledger;
using RelayKit.Supabase;

namespace RelayKit.Api.Problems;

/// <summary>What callers see of faults and of what no route handles: a problem with a code, never a stack trace.</summary>
internal static class FaultProblems
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = static context =>
            {
                // The answer is begun anew, and has lost its fields.
                context.RequestServices.GetService<SecurityHeaders>()?.Write(context);
                RequestPoints.WriteFields(context);
                return ForFault(context).ExecuteAsync(context);
            },
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        })
        .UseStatusCodePages(context => ForStatus(context.HttpContext).ExecuteAsync(context.HttpContext));

    private static ProblemResult ForFault(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
        BadHttpRequestException bad => new ProblemResult(
            bad.StatusCode, ProblemKinds.BadRequest.Code, "The request is not well-formed HTTP for this route."),
        GoTrueUnavailableException => new ProblemResult(
            ProblemKinds.IdentityProviderUnavailable, "Supabase Auth could not be reached, or had a fault of its own. It is logged under this request's id."),
        OrleansException or DbException or TimeoutException or OperationCanceledException or ApiKeyLookupException or LedgerException => new ProblemResult(
            ProblemKinds.TemporarilyUnavailable,
            "RelayKit could not finish the request in time; it may or may not have taken effect. Try again."),
        _ => new ProblemResult(ProblemKinds.InternalError, "A fault of RelayKit's. It is logged under this request's id."),
    };

    private static ProblemResult ForStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ProblemResult(ProblemKinds.RouteNotFound, $"There is no route {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => new ProblemResult(
            ProblemKinds.MethodNotAllowed, $"{context.Request.Path} does not take {context.Request.Method}."),
        StatusCodes.Status413PayloadTooLarge => TooLarge(),
        StatusCodes.Status415UnsupportedMediaType => new ProblemResult(
            ProblemKinds.UnsupportedMediaType, "Send the body as application/json."),
        var status => new ProblemResult(status, ProblemKinds.BadRequest.Code, "The request was refused."),
    };

    private static ProblemResult TooLarge() => new(ProblemKinds.BodyTooLarge, "The body is larger than this route takes.");
}
