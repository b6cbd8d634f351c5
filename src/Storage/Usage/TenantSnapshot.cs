using System.Data;
using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage.Usage;

/// <summary>
/// One instant of a tenant's rows, for what takes more than one statement: a transaction whose statements all see the same. Its first
/// batch carries its beginning and names the tenant, so that neither costs a round trip.
/// </summary>
internal sealed class TenantSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly TenantId _tenant;

    private TenantSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant) =>
        (_connection, _transaction, _tenant) = (connection, transaction, tenant);

    public static async Task<TenantSnapshot> OpenAsync(NpgsqlDataSource app, TenantId tenant, CancellationToken cancellation)
    {
        var connection = await app.OpenConnectionAsync(cancellation);
        try
        {
            return new TenantSnapshot(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation), tenant);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A batch that sees the tenant's rows; run it by <see cref="TenantBatch.ExecuteTenantReaderAsync"/>.</summary>
    public NpgsqlBatch CreateBatch()
    {
        var batch = new NpgsqlBatch(_connection, _transaction);
        batch.BatchCommands.Add(TenantScope.Enter(_tenant.Value));
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
