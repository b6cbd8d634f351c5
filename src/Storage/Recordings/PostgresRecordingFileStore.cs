using RelayKit.Recordings;

namespace RelayKit.Storage.Recordings;

internal sealed class PostgresRecordingFileStore(PostgresDataSources sources) : IRecordingFileStore
{
    private const string Claim =
        $"""
        with due as (
            select tenant_id as due_tenant, recording_id as due_id from recordings
            where file in ('pending', 'rescued') and (file_work_at is null or file_work_at <= $1)
            order by file_work_at nulls first limit 1 for update skip locked
        )
        update recordings set file_work_at = $2, file_attempts = file_attempts + 1
        from due where tenant_id = due_tenant and recording_id = due_id
        returning {RecordingSql.Columns}, file_attempts
        """;

    private const string PutOff =
        "update recordings set file_work_at = $3, file_error = $4 where tenant_id = $1 and recording_id = $2 and file in ('pending', 'rescued')";

    public async Task<FileTask?> ClaimAsync(DateTimeOffset now, TimeSpan claimedFor, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Claim);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        command.Parameters.AddWithValue((now + claimedFor).ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new FileTask(RecordingColumns.Read(reader), reader.GetInt32(reader.FieldCount - 1)) : null;
    }

    public async Task PutOffAsync(RecordingKey key, DateTimeOffset until, string reason, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(PutOff);
        command.Parameters.AddWithValue(key.Tenant.Value);
        command.Parameters.AddWithValue(key.Id);
        command.Parameters.AddWithValue(until.ToUniversalTime());
        command.Parameters.AddWithValue(reason);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
