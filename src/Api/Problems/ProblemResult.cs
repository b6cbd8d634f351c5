using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Problems;

/// <summary>Answers with <c>application/problem+json</c>.</summary>
internal sealed class ProblemResult(int status, string code, string detail, IReadOnlyList<FieldError>? errors = null) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>Seconds after which to come again, for the header <c>Retry-After</c>; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var problem = new Problem
        {
            Type = $"urn:relaykit:problem:{code}",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Code = code,
            Detail = detail,
            RequestId = RequestIds.Of(httpContext),
            Errors = errors,
        };
        await response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, ContentType, httpContext.RequestAborted);
    }
}
