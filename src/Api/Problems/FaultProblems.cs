using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using RelayKit.Api.Authentication;

namespace RelayKit.Api.Problems;

/// <summary>What callers see of faults and of what no route handles: a problem with a code, never a stack trace.</summary>
internal static class FaultProblems
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => ForFault(context).ExecuteAsync(context),
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        })
        .UseStatusCodePages(context => ForStatus(context.HttpContext).ExecuteAsync(context.HttpContext));

    private static ProblemResult ForFault(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ProblemResult(
            StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than this route takes."),
        BadHttpRequestException bad => new ProblemResult(bad.StatusCode, "bad_request", "The request is not well-formed HTTP for this route."),
        OrleansException or DbException or TimeoutException or OperationCanceledException or ApiKeyLookupException => new ProblemResult(
            StatusCodes.Status503ServiceUnavailable,
            "temporarily_unavailable",
            "RelayKit could not finish the request in time; it may or may not have taken effect. Try again.")
        {
            RetryAfterSeconds = 1,
        },
        _ => new ProblemResult(
            StatusCodes.Status500InternalServerError,
            "internal_error",
            "A fault of RelayKit's. It is logged under this request's id."),
    };

    private static ProblemResult ForStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ProblemResult(
            StatusCodes.Status404NotFound, "route_not_found", $"There is no route {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => new ProblemResult(
            StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"{context.Request.Path} does not take {context.Request.Method}."),
        StatusCodes.Status415UnsupportedMediaType => new ProblemResult(
            StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the body as application/json."),
        var status => new ProblemResult(status, "bad_request", "The request was refused."),
    };
}
