namespace RelayKit.Client;

/// <summary>An entry of the audit log. A request leaves two: one before it takes effect, and one with how it ended.</summary>
public sealed record AuditEntry
{
    /// <summary><c>aud_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whose affair it is: <c>ten_…</c>.</summary>
    public string? TenantId { get; init; }

    /// <summary><c>operator</c>, <c>system</c>, or the id of the account or the API key.</summary>
    public string Actor { get; init; } = "";

    /// <summary>What was asked for: the id of the operation in the API's description.</summary>
    public string Action { get; init; } = "";

    /// <summary>The ids and names in the request's path, and the id of what was made.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Where the request came from; null where it is not known or not told.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The request's id; both of its entries have it.</summary>
    public string RequestId { get; init; } = "";

    /// <summary><c>asked</c> before anything is done; then <c>done</c>, <c>refused</c>, or <c>unknown</c> where it failed on the way.</summary>
    public string Phase { get; init; } = "";

    /// <summary>The HTTP status of the answer; null before there is one.</summary>
    public int? Status { get; init; }

    /// <summary>The code of the problem that was answered with; null where there was none.</summary>
    public string? Code { get; init; }
}
