using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.AuditLog;

/// <summary>The audit log: it is added to and read, and nothing in it is ever changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry, durably.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>A tenant's entries, the newest first, as the tenant's own role sees them.</summary>
    Task<AuditPage> ListOfTenantAsync(TenantId tenant, AuditQuery query, CancellationToken cancellation);

    /// <summary>Entries of all tenants and of none, the newest first.</summary>
    /// <param name="tenant">Only those of this tenant; null for all.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<AuditPage> ListAsync(TenantId? tenant, AuditQuery query, CancellationToken cancellation);
}

/// <summary>Which entries to list.</summary>
/// <param name="Limit">How many at most.</param>
public sealed record AuditQuery(int Limit)
{
    /// <summary>Only those before this one; null to begin with the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>Only those of this operation.</summary>
    public string? Action { get; init; }

    /// <summary>Only those of this actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Only those that were written at this instant or later, Unix milliseconds.</summary>
    public long? FromMs { get; init; }

    /// <summary>Only those that were written before this instant, Unix milliseconds.</summary>
    public long? ToMs { get; init; }
}

/// <summary>A page of the log.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">The last of them where more follow, to go on before; null on the last page.</param>
public sealed record AuditPage(ImmutableArray<AuditEntry> Entries, Guid? Next);
