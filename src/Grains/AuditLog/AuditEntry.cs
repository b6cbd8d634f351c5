using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.AuditLog;

/// <summary>
/// One line of the audit log. A request leaves two: one before it takes effect and one with how it ended; where the second is missing,
/// the process died in between. Neither ever holds a body, a secret or an e-mail address.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>The actor of what the operator's key has asked for.</summary>
    public const string Operator = "operator";

    /// <summary>The actor of what RelayKit does by itself.</summary>
    public const string System = "system";

    /// <summary>Its id, a UUIDv7 of <see cref="At"/>; written <c>aud_…</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose affair it is; null for one of the operator's that is no tenant's.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary><see cref="Operator"/>, <see cref="System"/>, or the id of an account or an API key.</summary>
    public required string Actor { get; init; }

    /// <summary>What was asked for: the operation's id in the OpenAPI document.</summary>
    public required string Action { get; init; }

    /// <summary>The ids and names in the request's path, and the id of what was made.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The address that the request came from; null where it is not known.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The request's id; written <c>req_…</c>.</summary>
    public required Guid Request { get; init; }

    /// <summary>What the entry says of the request.</summary>
    public required AuditPhase Phase { get; init; }

    /// <summary>The HTTP status of the answer; null before there is one.</summary>
    public int? Status { get; init; }

    /// <summary>The code of the problem that was answered with; null where there was none.</summary>
    public string? Code { get; init; }
}
