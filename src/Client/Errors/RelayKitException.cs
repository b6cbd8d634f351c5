using System.Collections.ObjectModel;
using System.Net;

namespace RelayKit.Client;

/// <summary>A call did not succeed: RelayKit refused it, or gave no answer that could be used.</summary>
public sealed class RelayKitException : Exception
{
    internal RelayKitException(string operation, string code, string detail, Exception? inner = null)
        : base($"{operation}: {code}: {detail}", inner) => (Operation, Code, Detail) = (operation, code, detail);

    internal RelayKitException(string operation, HttpStatusCode status, string code, string detail, ProblemDocument? problem, string? requestId)
        : base(MessageOf(operation, status, code, detail, problem, requestId))
    {
        (Operation, Status, Code, Detail, RequestId, Limit) = (operation, status, code, detail, requestId, problem?.Limit);
        if (problem?.Errors is { Count: > 0 } errors)
        {
            FieldErrors = errors.GroupBy(error => error.Pointer, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => string.Join("; ", field.Select(error => error.Detail)), StringComparer.Ordinal);
        }
    }

    /// <summary>The call, by its <c>operationId</c> in the API's description, such as <c>mintToken</c>.</summary>
    public string Operation { get; }

    /// <summary>The answer's HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What programs go by: one of <see cref="ErrorCodes"/>, or one that a newer server has.</summary>
    public string Code { get; }

    /// <summary>What happened and how to mend it, for people.</summary>
    public string Detail { get; }

    /// <summary>The request, as RelayKit's operator can look it up; null when there was no answer.</summary>
    public string? RequestId { get; }

    /// <summary>What is wrong, by field: a JSON Pointer into the body, <c>?name</c> for a query parameter, the name alone for a header.</summary>
    public IReadOnlyDictionary<string, string> FieldErrors { get; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>After how long to come again, as the server has said; null when it has not.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The limit that decided; null where none did.</summary>
    public ReachedLimit? Limit { get; }

    /// <summary>How often the call was made, the first time included.</summary>
    public int Attempts { get; internal set; } = 1;

    private static string MessageOf(
        string operation, HttpStatusCode status, string code, string detail, ProblemDocument? problem, string? requestId)
    {
        var fields = problem?.Errors is { Count: > 0 } errors ? $" [{string.Join(", ", errors.Select(error => $"{error.Pointer} {error.Detail}"))}]" : "";
        return $"{operation}: {(int)status} {code}: {detail}{fields}{(requestId is null ? "" : $" ({requestId})")}";
    }
}
