using RelayKit.ObjectStorage;
using RelayKit.Recordings;
using RelayKit.Tenants;

namespace RelayKit.Storage.Recordings;

/// <summary>
/// Removes files that are the operator's to remove: those in managed storage whose time is over, and all that an erased tenant has there or in rescue.
/// What is in a tenant's own bucket is the tenant's.
/// </summary>
internal sealed class ManagedFiles(PostgresDataSources sources, ITenantStorages storages, IObjectStorage objects, RecordingPlaces places)
{
    private const int Batch = 100;

    private const string SelectDue =
        $"""
        select {RecordingSql.Columns} from recordings
        where storage_id = $1 and file in ('pending', 'present', 'mismatched') and ended_at_ms < $2
        order by ended_at_ms limit $3
        """;

    private const string SelectRescued = $"select {RecordingSql.Columns} from recordings where tenant_id = $1 and file = 'rescued'";

    private const string MarkDeleted =
        """
        update recordings set file = 'deleted', deleted_at = $4, file_error = null, revision = revision + 1
        where tenant_id = $1 and recording_id = $2 and revision = $3
        """;

    /// <summary>Removes what has been kept for as long as the operator keeps it.</summary>
    /// <returns>How many files went.</returns>
    /// <exception cref="StorageException">Managed storage cannot be used now; what is removed stays removed.</exception>
    public async Task<long> RemoveDueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (storages.ManagedRetention is not { } keptFor)
        {
            return 0;
        }

        long removed = 0;
        while (true)
        {
            var due = await ReadAsync(SelectDue, cancellation, TenantStorage.ManagedId, (now - keptFor).ToUnixTimeMilliseconds(), Batch);
            var gone = 0;
            foreach (var recording in due)
            {
                if (places.Managed(recording) is { } file)
                {
                    await places.DeleteAsync(file, cancellation);
                }

                gone += await MarkAsync(recording, now, cancellation);
            }

            removed += gone;
            if (gone == 0)
            {
                return removed;
            }
        }
    }

    /// <summary>Removes all that a tenant has in managed storage and in rescue.</summary>
    /// <returns>How many objects there were.</returns>
    /// <exception cref="StorageException">Managed storage cannot be used now; the tenant's erasure has to wait.</exception>
    public async Task<long> RemoveAllAsync(TenantId tenant, CancellationToken cancellation)
    {
        long removed = 0;
        foreach (var mode in new[] { Mode.Live, Mode.Test })
        {
            if (storages.Managed(tenant, mode) is { } bucket)
            {
                removed += await objects.DeleteAllAsync(bucket, "", cancellation);
            }
        }

        foreach (var recording in await ReadAsync(SelectRescued, cancellation, tenant.Value))
        {
            if (places.Rescued(recording) is { } waiting)
            {
                await places.DeleteAsync(waiting, cancellation);
                removed++;
            }
        }

        return removed;
    }

    private async Task<int> MarkAsync(Recording recording, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(MarkDeleted);
        command.Parameters.AddWithValue(recording.Key.Tenant.Value);
        command.Parameters.AddWithValue(recording.Key.Id);
        command.Parameters.AddWithValue(recording.Revision);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<Recording>> ReadAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = sources.Jobs.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Recording>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(RecordingColumns.Read(reader));
        }

        return found;
    }
}
