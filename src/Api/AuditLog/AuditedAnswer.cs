using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using RelayKit.Api.Problems;
using RelayKit.AuditLog;
using RelayKit.Tenants;

namespace RelayKit.Api.AuditLog;

/// <summary>How an audited request ended, read from its answer.</summary>
internal static partial class AuditedAnswer
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> IdsOf = new();

    /// <summary>The entry of the end: the answer's status and code, and the id of what was made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="asked">The entry of its beginning.</param>
    /// <param name="answer">What the route answers.</param>
    public static AuditEntry Of(HttpContext http, AuditEntry asked, object? answer)
    {
        var status = answer is ProblemResult problem ? problem.Status : (answer as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
        var end = asked with
        {
            Phase = status switch { < 400 => AuditPhase.Done, < 500 => AuditPhase.Refused, _ => AuditPhase.Unknown },
            Status = status,
            Code = (answer as ProblemResult)?.Code,
        };
        if (status >= 400 || MadeBy(answer) is not { } made || end.Targets.Contains(made))
        {
            return end;
        }

        return end with
        {
            Targets = end.Targets.Add(made),
            Tenant = end.Tenant ?? (TenantId.TryParse(made, out var tenant) ? tenant : null),
        };
    }

    /// <summary>Whether a text has the form of an id or a name of ours: no e-mail address has it.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>The field <c>id</c> of the answer's body.</summary>
    private static string? MadeBy(object? answer) =>
        answer is IValueHttpResult { Value: { } body }
            && IdsOf.GetOrAdd(body.GetType(), static type => type.GetProperty("Id", typeof(string)))?.GetValue(body) is string id
            && IsName(id)
            ? id
            : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();
}
