using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage;

/// <summary>
/// Statements that see one tenant's rows and no other's: a batch whose first statement names the tenant for the transaction
/// that the batch is. It costs no round trip of its own, and nothing of it outlives the transaction.
/// </summary>
internal static class TenantBatch
{
    public static NpgsqlBatch CreateTenantBatch(this NpgsqlDataSource source, TenantId tenant)
    {
        var batch = source.CreateBatch();
        batch.BatchCommands.Add(TenantScope.Enter(tenant.Value));
        return batch;
    }

    /// <summary>A reader that stands at the result of the first statement after the one that named the tenant.</summary>
    public static async Task<NpgsqlDataReader> ExecuteTenantReaderAsync(this NpgsqlBatch batch, CancellationToken cancellation)
    {
        var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return reader;
    }
}
