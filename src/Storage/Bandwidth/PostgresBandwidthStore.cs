using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Bandwidth;
using RelayKit.Identifiers;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Storage.Bandwidth;

/// <summary>Measures across tenants as <c>relaykit_jobs</c>; a tenant reads its own as <c>relaykit_app</c>.</summary>
internal sealed class PostgresBandwidthStore(PostgresDataSources sources, TimeProvider time) : IBandwidthStore
{
    private const long HourMs = UsageBuckets.HourMs;

    private const string SelectMark = "select at_ms, nodes from bandwidth_marks where livekit_cluster = $1";

    /// <summary>$1 cluster, $2 and $3 from and to, Unix milliseconds, $4 the earliest record of an end, $5 beyond the ids of sessions that have begun.</summary>
    private const string SelectTimes =
        """
        with touched as (
            select tenant_id, session_id, mode, room from sessions where ended_at_ms is null and session_id < $5
            union all
            select tenant_id, session_id, mode, room from sessions where end_recorded_at >= $4 and ended_at_ms is not null and session_id < $5
        )
        select t.tenant_id, t.mode, slice.hour_number, sum(slice.ms)::bigint
        from touched t
        join rooms r on r.tenant_id = t.tenant_id and r.mode = t.mode and r.name = t.room and r.livekit_cluster = $1
        cross join lateral (
            select greatest(p.joined_at_ms, $2) as from_ms, least(coalesce(p.ended_at_ms, $3), $3) as to_ms
            from participant_sessions p
            where p.tenant_id = t.tenant_id and p.session_id = t.session_id and p.joined_at_ms < $3
              and (p.left_at_ms is null or p.ended_at_ms > $2)
        ) stay
        cross join lateral hour_slices(stay.from_ms, stay.to_ms) slice
        group by 1, 2, 3
        order by 1, 2, 3
        """;

    /// <summary>$1 cluster, $2 and $3 the mark, $4 when the one before it was made, or null.</summary>
    private const string MoveMark =
        """
        insert into bandwidth_marks as m (livekit_cluster, at_ms, nodes) values ($1, $2, $3)
        on conflict (livekit_cluster) do update set at_ms = excluded.at_ms, nodes = excluded.nodes where m.at_ms = $4
        """;

    /// <summary>Whoever has objected to analysis is left out; others' shares are what they would be.</summary>
    private const string AddShares =
        """
        insert into bandwidth_hourly as b (tenant_id, mode, hour, incoming_bytes, outgoing_bytes, measured_until_ms)
        select tenant_id, mode, hour, incoming_bytes, outgoing_bytes, $6
        from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[]) as share (tenant_id, mode, hour, incoming_bytes, outgoing_bytes)
        where not exists (select from tenant_restrictions r where r.tenant_id = share.tenant_id)
        order by 1, 2, 3
        on conflict (tenant_id, mode, hour) do update set
            incoming_bytes = b.incoming_bytes + excluded.incoming_bytes,
            outgoing_bytes = b.outgoing_bytes + excluded.outgoing_bytes,
            measured_until_ms = greatest(b.measured_until_ms, excluded.measured_until_ms)
        """;

    private const string SelectPeriod =
        """
        select sum(incoming_bytes)::bigint, sum(outgoing_bytes)::bigint, max(measured_until_ms)
        from bandwidth_hourly where tenant_id = $1 and mode = $2 and hour >= $3 and hour < $4
        """;

    private const string SelectSeries =
        """
        select date_bin($5, hour, timestamptz 'epoch'), sum(incoming_bytes)::bigint, sum(outgoing_bytes)::bigint
        from bandwidth_hourly where tenant_id = $1 and mode = $2 and hour >= $3 and hour < $4
        group by 1
        """;

    public async Task<TrafficMark?> ReadMarkAsync(string cluster, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectMark);
        command.Parameters.AddWithValue(cluster);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new TrafficMark(reader.GetInt64(0), [.. JsonSerializer.Deserialize<NodeMark[]>(reader.GetString(1))!])
            : null;
    }

    public async Task<ImmutableArray<ParticipantTime>> ReadTimesAsync(string cluster, long fromMs, long toMs, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectTimes);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(fromMs);
        command.Parameters.AddWithValue(toMs);

        // Ends are recorded after they happen, by our own clock, which need not be LiveKit's.
        command.Parameters.AddWithValue(At(fromMs).AddMinutes(-1));
        command.Parameters.AddWithValue(FactId.Lowest(time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var times = ImmutableArray.CreateBuilder<ParticipantTime>();
        while (await reader.ReadAsync(cancellation))
        {
            times.Add(new ParticipantTime(
                new MeterKey(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1))), reader.GetInt64(2) * HourMs, reader.GetInt64(3)));
        }

        return times.DrainToImmutable();
    }

    public async Task<bool> AddAsync(
        string cluster, TrafficMark? before, TrafficMark after, ImmutableArray<BandwidthShare> shares, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var move = new NpgsqlCommand(MoveMark, connection, transaction))
        {
            move.Parameters.AddWithValue(cluster);
            move.Parameters.AddWithValue(after.AtMs);
            move.Parameters.Add(new() { Value = JsonSerializer.Serialize(after.Nodes.ToArray()), NpgsqlDbType = NpgsqlDbType.Jsonb });
            move.Parameters.AddNullable(before?.AtMs);
            if (await move.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        if (!shares.IsEmpty)
        {
            await using var add = new NpgsqlCommand(AddShares, connection, transaction);
            add.Parameters.AddWithValue(shares.Select(static share => share.Key.Tenant.Value).ToArray());
            add.Parameters.AddWithValue(shares.Select(static share => ModeColumn.Of(share.Key.Mode)).ToArray());
            add.Parameters.AddWithValue(shares.Select(static share => At(share.HourMs)).ToArray());
            add.Parameters.AddWithValue(shares.Select(static share => share.Traffic.IncomingBytes).ToArray());
            add.Parameters.AddWithValue(shares.Select(static share => share.Traffic.OutgoingBytes).ToArray());
            add.Parameters.AddWithValue(after.AtMs);
            await add.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    public async Task<TenantBandwidth?> ReadAsync(MeterKey key, UsagePeriod period, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(OfTenant(SelectPeriod, key, At(period.StartMs), At(period.EndMs)));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.IsDBNull(0) ? null : new TenantBandwidth(new Traffic(reader.GetInt64(0), reader.GetInt64(1)), reader.GetInt64(2));
    }

    public async Task<IReadOnlyDictionary<long, Traffic>> ReadSeriesAsync(MeterKey key, UsageBuckets buckets, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(OfTenant(
            SelectSeries, key, At(buckets.FromMs), At(buckets.ToMs), TimeSpan.FromMilliseconds(buckets.LengthMs)));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var series = new Dictionary<long, Traffic>();
        while (await reader.ReadAsync(cancellation))
        {
            series[reader.GetFieldValue<DateTimeOffset>(0).ToUnixTimeMilliseconds()] = new Traffic(reader.GetInt64(1), reader.GetInt64(2));
        }

        return series;
    }

    private static NpgsqlBatchCommand OfTenant(string sql, MeterKey key, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(key.Tenant.Value);
        command.Parameters.AddWithValue(ModeColumn.Of(key.Mode));
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
