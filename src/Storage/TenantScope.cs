using Npgsql;

namespace RelayKit.Storage;

/// <summary>The only place that says which tenant a transaction belongs to.</summary>
internal static class TenantScope
{
    /// <summary>What policies read the tenant from.</summary>
    internal const string Setting = "app.tenant_id";

    /// <summary>
    /// The command to put first into an <see cref="NpgsqlBatch"/>. A batch is one implicit transaction and one round trip, and the
    /// setting ends with the transaction, so it cannot reach the next user of the connection. On its own, outside a transaction
    /// or a batch, it has no effect, and row-level security then shows nothing.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="tenantId"/> is the empty UUID, which is nobody's.</exception>
    internal static NpgsqlBatchCommand Enter(Guid tenantId)
    {
        if (tenantId == Guid.Empty)
        {
            throw new ArgumentException("The empty UUID is no tenant's id.", nameof(tenantId));
        }
        return new NpgsqlBatchCommand($"select set_config('{Setting}', $1, true)")
        {
            Parameters = { new() { Value = tenantId.ToString() } },
        };
    }
}
