using System.Net;
using RelayKit.Tenants;

namespace RelayKit.RequestLogs;

/// <summary>One request of a tenant's, and what it was answered. Nothing of its path's parameters, query, body or credentials is in it.</summary>
public readonly record struct RequestLogEntry
{
    /// <summary>The request's id, <c>req_…</c> outside: a UUIDv7 of when it came in.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose request it was.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The mode that it was made in.</summary>
    public required Mode Mode { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The route's template, e.g. <c>/v1/rooms/{room}</c>; never what its parameters were.</summary>
    public required string Route { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>The code of the problem that it was answered with; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The API key that it came with; null for none.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>The account that it came from; null for none.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Where it came from; null where that is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the caller's program calls itself; null where it did not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>From when it came in to when its answer was written.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The length of the body as its header told it; null where none did.</summary>
    public long? RequestBytes { get; init; }
}
