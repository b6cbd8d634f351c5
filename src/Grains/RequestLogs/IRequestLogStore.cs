using System.Collections.Immutable;
using System.Net;
using RelayKit.Tenants;

namespace RelayKit.RequestLogs;

/// <summary>Where tenants' request logs are kept.</summary>
public interface IRequestLogStore
{
    /// <summary>
    /// Adds entries of any tenants; one that is there already is passed over, so a write whose outcome is unknown can be repeated. It is not
    /// waited for that they outlast a power cut: of the last moment before one, some may be missing.
    /// </summary>
    Task WriteAsync(IReadOnlyList<RequestLogEntry> entries, CancellationToken cancellation);

    /// <summary>A page of a tenant's log, the newest first.</summary>
    Task<RequestLogPage> ListAsync(RequestLogQuery query, CancellationToken cancellation);

    /// <summary>One request; null when the tenant's log has none of that id.</summary>
    Task<RequestLogEntry?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation);
}

/// <summary>Which requests to list.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Limit">How many at most.</param>
public sealed record RequestLogQuery(TenantId Tenant, int Limit)
{
    /// <summary>Only what came before this request, as pages go on; null from the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>Only what came at this instant or later, Unix milliseconds.</summary>
    public long? FromMs { get; init; }

    /// <summary>Only what came before this instant, Unix milliseconds.</summary>
    public long? ToMs { get; init; }

    /// <summary>Only of this method.</summary>
    public string? Method { get; init; }

    /// <summary>Only of the route of this template.</summary>
    public string? Route { get; init; }

    /// <summary>Only of this status.</summary>
    public int? Status { get; init; }

    /// <summary>Only of statuses that begin with this digit, 1 to 5.</summary>
    public int? StatusClass { get; init; }

    /// <summary>Only what was answered with this code.</summary>
    public string? Code { get; init; }

    /// <summary>Only what came with this API key.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>Only what came from here.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Only the request of this id.</summary>
    public Guid? Id { get; init; }
}

/// <summary>A page of a log.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">Where the next page goes on: before this request; null on the last.</param>
public sealed record RequestLogPage(ImmutableArray<RequestLogEntry> Entries, Guid? Next);
