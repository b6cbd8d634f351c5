using System.Collections.Immutable;
using Npgsql;
using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Storage.Events;

internal sealed class PostgresEventLog(PostgresDataSources sources) : IEventLog
{
    /// <summary>How many events one statement looks at, whatever it finds: some milliseconds' worth.</summary>
    internal const int Stretch = 20_000;

    /// <summary>How many statements one read takes at most.</summary>
    internal const int Stretches = 5;

    /// <summary>
    /// How much later than it happened a thing may be told for <see cref="FindPlaceAsync"/> not to halve past older ones: LiveKit gives a
    /// webhook up after half a minute, and looks close what was missed within minutes.
    /// </summary>
    private const long ToldLateMs = 3_600_000;

    public async Task<EventPage> ReadAsync(EventLogQuery query, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<LoggedEvent>();
        var place = query.After;
        long end = 0;
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            end = await ReadStretchAsync(query, place, query.Limit - found.Count, found, cancellation);
            if (found.Count == query.Limit)
            {
                place = found[^1].Sequence;
                break;
            }

            // What was committed after the end was read is looked at next time, though some of it may be among what was found.
            place = Math.Max(Math.Max(place, Math.Min(place + Stretch, end)), found.Count > 0 ? found[^1].Sequence : 0);
            if (place >= end)
            {
                break;
            }
        }

        return new EventPage(found.DrainToImmutable(), place, Math.Max(place, end));
    }

    public async Task<LoggedEvent?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(EventLogSql.SelectOne, tenant, id));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? EventLogSql.Read(reader) : null;
    }

    public async Task<EventLogView> LookAsync(TenantId tenant, long place, CancellationToken cancellation)
    {
        await using var batch = CreateMergingBatch(tenant);
        batch.BatchCommands.Add(With(EventLogSql.SelectView, tenant, place));
        await using var reader = await ExecuteMergingReaderAsync(batch, cancellation);
        await reader.ReadAsync(cancellation);
        return new EventLogView(reader.GetInt64(0), reader.GetNullable<long>(1));
    }

    public async Task<long> FindPlaceAsync(TenantId tenant, long sinceMs, CancellationToken cancellation)
    {
        await using var batch = CreateMergingBatch(tenant);
        batch.BatchCommands.Add(With(EventLogSql.SelectPlace, tenant, sinceMs - ToldLateMs));
        await using var reader = await ExecuteMergingReaderAsync(batch, cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }

    /// <summary>Adds what a stretch has; returns where the log ended before it was read, so that nothing up to there is missing.</summary>
    private async Task<long> ReadStretchAsync(
        EventLogQuery query, long after, int limit, ImmutableArray<LoggedEvent>.Builder found, CancellationToken cancellation)
    {
        await using var batch = CreateMergingBatch(query.Tenant);

        // Two statements, each with a look of its own: the second sees all that the first has counted.
        batch.BatchCommands.Add(With(EventLogSql.SelectEnd, query.Tenant));
        batch.BatchCommands.Add(EventLogSql.SelectRange(query, after, after + Stretch, limit));
        await using var reader = await ExecuteMergingReaderAsync(batch, cancellation);
        await reader.ReadAsync(cancellation);
        var end = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(EventLogSql.Read(reader));
        }

        return end;
    }

    private NpgsqlBatch CreateMergingBatch(TenantId tenant)
    {
        var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EventLogSql.MergeIndexes));
        return batch;
    }

    private static async Task<NpgsqlDataReader> ExecuteMergingReaderAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return reader;
    }

    private static NpgsqlBatchCommand With(string sql, TenantId tenant, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
