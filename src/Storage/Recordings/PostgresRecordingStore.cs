using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Recordings;

/// <summary>Recordings in PostgreSQL: written by their grains through the jobs' pool, read by tenants under row-level security.</summary>
internal sealed class PostgresRecordingStore(PostgresDataSources sources, TimeProvider time) : IRecordingStore
{
    /// <summary>How far LiveKit's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockAhead = TimeSpan.FromDays(1);

    public async Task<ReachedLimit?> AddAsync(
        Recording recording, ImmutableArray<ReachedLimit> limits, DateTimeOffset periodStart, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var kept = recording;
        if (!limits.IsEmpty)
        {
            var (used, atMs) = (await CountAsync(transaction, recording.Key, periodStart, cancellation), recording.RequestedAt.ToUnixTimeMilliseconds());
            if (used.FirstReached(limits, atMs) is { } reached)
            {
                return await ExistsAsync(transaction, recording.Key, cancellation) ? null : reached;
            }

            kept = recording with { MaxSeconds = used.SecondsLeft(limits, atMs, recording.MaxSeconds) };
        }

        await using var insert = new NpgsqlCommand(RecordingSql.Insert, connection, transaction);
        RecordingColumns.WriteAll(insert.Parameters, kept);
        await insert.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    public async Task<bool> SaveAsync(Recording recording, ImmutableArray<EventRow> events, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var update = new NpgsqlCommand(RecordingSql.Update, connection, transaction);
        RecordingColumns.WriteChange(update.Parameters, recording);
        if (await update.ExecuteNonQueryAsync(cancellation) == 0)
        {
            return false;
        }

        if (!events.IsEmpty)
        {
            await using var append = new NpgsqlBatch(connection, transaction);
            LedgerBatchWriter.AddEvents(append, [.. events.Select(row => (recording.Key.Tenant.Value, row))], LedgerSql.AppendMissingEvents);
            await append.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    public async Task RemoveAsync(RecordingKey key, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(RecordingSql.Delete);
        command.Parameters.AddWithValue(key.Tenant.Value);
        command.Parameters.AddWithValue(key.Id);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<Recording?> FindAsync(RecordingKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RecordingSql.SelectOne)
        {
            Parameters =
            {
                new() { Value = key.Tenant.Value },
                new() { Value = ModeColumn.Of(key.Mode) },
                new() { Value = key.Id },
                new() { Value = key.Purpose.Word() },
            },
        });
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? RecordingColumns.Read(reader) : null;
    }

    public async Task<ImmutableArray<Recording>> ListAsync(RecordingListQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        var select = new NpgsqlBatchCommand(RecordingSql.SelectPage)
        {
            Parameters =
            {
                new() { Value = query.Tenant.Value },
                new() { Value = ModeColumn.Of(query.Mode) },
                new() { Value = query.Purpose.Word() },
            },
        };
        select.Parameters.AddNullable(query.Room);
        select.Parameters.AddNullable(query.Session);
        select.Parameters.AddNullable(query.Status?.Word());
        select.Parameters.AddNullable(query.Before);
        select.Parameters.AddWithValue(query.Limit);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<Recording>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(RecordingColumns.Read(reader));
        }

        return found.DrainToImmutable();
    }

    public async Task<RecordingUsage> ReadUsageAsync(TenantId tenant, Mode mode, DateTimeOffset periodStart, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(RecordingSql.SelectUsage);
        WriteUsageOf(select.Parameters, tenant, mode, periodStart);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadUsageAsync(reader, cancellation);
    }

    public async Task<RecordingKey?> FindByEgressAsync(string egressId, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(RecordingSql.SelectByEgress);
        command.Parameters.AddWithValue(egressId);
        return await ReadKeyAsync(command, cancellation);
    }

    public async Task<RecordingKey?> FindOwnerAsync(Guid recording, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(RecordingSql.SelectOwner);
        command.Parameters.AddWithValue(recording);
        return await ReadKeyAsync(command, cancellation);
    }

    public async Task<ImmutableArray<OpenRecording>> ListOpenAsync(string cluster, DateTimeOffset goneBefore, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(RecordingSql.SelectOpen);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(goneBefore.ToUnixTimeMilliseconds());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var open = ImmutableArray.CreateBuilder<OpenRecording>();
        while (await reader.ReadAsync(cancellation))
        {
            open.Add(new OpenRecording(RecordingColumns.Read(reader), reader.GetBoolean(reader.FieldCount - 1)));
        }

        return open.DrainToImmutable();
    }

    public async Task<ImmutableArray<UnrecordedSession>> ListUnrecordedAsync(string cluster, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(RecordingSql.SelectUnrecorded);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(FactId.Lowest((time.GetUtcNow() + ClockAhead).ToUnixTimeMilliseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var sessions = ImmutableArray.CreateBuilder<UnrecordedSession>();
        while (await reader.ReadAsync(cancellation))
        {
            var room = new RoomKey(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1)), reader.GetString(2));
            sessions.Add(new UnrecordedSession(
                new RecordedSession(
                    new LiveKitRoomName(room, reader.GetInt32(3)),
                    reader.GetGuid(4),
                    reader.GetInt64(5),
                    cluster,
                    RoomSettingsJson.ReadRecording(reader.GetString(6))!),
                (int)reader.GetInt64(7),
                reader.GetNullable<DateTimeOffset>(8)));
        }

        return sessions.DrainToImmutable();
    }

    /// <summary>What is used, while nobody else of the tenant's can start anything.</summary>
    private static async Task<RecordingUsage> CountAsync(
        NpgsqlTransaction transaction, RecordingKey key, DateTimeOffset periodStart, CancellationToken cancellation)
    {
        await using var wait = new NpgsqlCommand(RecordingSql.LockTenant, transaction.Connection, transaction);
        wait.Parameters.AddWithValue($"{key.Tenant}/{key.Mode.Letter()}");
        await wait.ExecuteNonQueryAsync(cancellation);
        await using var select = new NpgsqlCommand(RecordingSql.SelectUsage, transaction.Connection, transaction);
        WriteUsageOf(select.Parameters, key.Tenant, key.Mode, periodStart);
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        return await ReadUsageAsync(reader, cancellation);
    }

    private static void WriteUsageOf(NpgsqlParameterCollection to, TenantId tenant, Mode mode, DateTimeOffset periodStart)
    {
        to.AddWithValue(tenant.Value);
        to.AddWithValue(ModeColumn.Of(mode));
        to.AddWithValue(periodStart.ToUnixTimeMilliseconds());
    }

    private static async Task<RecordingUsage> ReadUsageAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var usage = RecordingUsage.None;
        while (await reader.ReadAsync(cancellation))
        {
            var media = new MediaUsage(
                reader.GetInt64(1), new UsageLine(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)), reader.GetInt64(5));
            usage = RecordingWords.ParsePurpose(reader.GetString(0)) == RecordingPurpose.Recording
                ? usage with { Recordings = media }
                : usage with { Streams = media };
        }

        return usage;
    }

    private static async Task<bool> ExistsAsync(NpgsqlTransaction transaction, RecordingKey key, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand(RecordingSql.SelectOwner, transaction.Connection, transaction);
        select.Parameters.AddWithValue(key.Id);
        return await ReadKeyAsync(select, cancellation) == key;
    }

    private static async Task<RecordingKey?> ReadKeyAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new RecordingKey(
                new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1)), RecordingWords.ParsePurpose(reader.GetString(2)), reader.GetGuid(3))
            : null;
    }
}
