using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Problems;

/// <summary>Answers with <c>application/problem+json</c>.</summary>
internal sealed class ProblemResult(int status, string code, string detail, IReadOnlyList<FieldError>? errors = null) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>An answer of one of the documented kinds.</summary>
    public ProblemResult(ProblemKind kind, string detail, IReadOnlyList<FieldError>? errors = null)
        : this(kind.Status, kind.Code, detail, errors) => RetryAfterSeconds = kind.RetryAfterSeconds;

    /// <summary>Seconds after which to come again, for the header <c>Retry-After</c>; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The limit that decided; null where none did.</summary>
    public LimitDetail? Limit { get; init; }

    public int Status => status;

    public string Code => code;

    public string Detail => detail;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        RequestLogging.Remember(httpContext, code);
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
            Limit = Limit,
        };
        await response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, ContentType, httpContext.RequestAborted);
    }
}
