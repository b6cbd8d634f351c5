using Npgsql;
using RelayKit.AuditLog;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.AuditLog;

/// <summary>An audit log in memory, whose database can be away.</summary>
internal sealed class PlayedAuditLog : IAuditLog
{
    public List<AuditEntry> Entries { get; } = [];

    /// <summary>How many more entries it takes before it fails.</summary>
    public int Takes { get; set; } = int.MaxValue;

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        if (Takes-- <= 0)
        {
            throw new NpgsqlException("away");
        }

        Entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> ListOfTenantAsync(TenantId tenant, AuditQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<AuditPage> ListAsync(TenantId? tenant, AuditQuery query, CancellationToken cancellation) => throw new NotSupportedException();
}
