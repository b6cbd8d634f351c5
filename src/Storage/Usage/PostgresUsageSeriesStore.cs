using System.Runtime.InteropServices;
using Npgsql;
using RelayKit.Storage.Ledger;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Storage.Usage;

internal sealed class PostgresUsageSeriesStore(PostgresDataSources sources) : IUsageSeriesStore
{
    private static readonly short[] AllClasses = [.. Enumerable.Range(0, ParticipantClasses.Count).Select(number => (short)number)];
    private static readonly short[] BilledClasses = [.. AllClasses.Where(number => ((ParticipantClass)number).IsBilled())];

    public async Task<UsageSeriesPage> ReadSeriesAsync(UsageSeriesQuery query, CancellationToken cancellation)
    {
        await using var snapshot = await TenantSnapshot.OpenAsync(sources.App, query.Key.Tenant, cancellation);
        var table = UsageSeriesTable.Of(query.Grouping, query.Label is not null);
        var buckets = query.Buckets;
        var open = await ReadOpenAsync(snapshot, table, query, cancellation);
        var points = new List<UsagePoint>();
        var floor = query.After?.FloorMs ?? buckets.Floor(buckets.FromMs);
        for (var many = table.FirstBuckets > 0 ? table.FirstBuckets : query.Limit + 1; floor < buckets.ToMs && points.Count <= query.Limit; many *= 2)
        {
            var end = Math.Min(floor + (many * buckets.LengthMs), buckets.ToMs);
            points.AddRange(await ReadWindowAsync(snapshot, table, query, open, floor, end, cancellation));
            floor += many * buckets.LengthMs;
        }

        return points.Count > query.Limit
            ? new UsageSeriesPage([.. points.Take(query.Limit)], new UsageSeriesPlace(points[query.Limit - 1].FloorMs, points[query.Limit - 1].Group))
            : new UsageSeriesPage([.. points], null);
    }

    private static async Task<OpenUsage> ReadOpenAsync(
        TenantSnapshot snapshot, UsageSeriesTable table, UsageSeriesQuery query, CancellationToken cancellation)
    {
        var buckets = query.Buckets;
        await using var batch = snapshot.CreateBatch();
        batch.BatchCommands.Add(With(
            new NpgsqlBatchCommand(table.SelectOpen), query, buckets.FromMs, Math.Min(buckets.ToMs, query.NowMs), ClassesOf(query), buckets.LengthMs));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var joins = new List<OpenJoins>();
        while (await reader.ReadAsync(cancellation))
        {
            joins.Add(new OpenJoins(
                reader.GetString(0), reader.GetInt64(1) * buckets.LengthMs, reader.GetBoolean(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return new OpenUsage(buckets, query.NowMs, joins);
    }

    /// <summary>The points of some buckets, in order; of each kind of bucket no more than fill the page, and one to know that there are more.</summary>
    private static async Task<IEnumerable<UsagePoint>> ReadWindowAsync(
        TenantSnapshot snapshot, UsageSeriesTable table, UsageSeriesQuery query, OpenUsage open, long floorMs, long endMs, CancellationToken cancellation)
    {
        var buckets = query.Buckets;
        await using var batch = snapshot.CreateBatch();
        batch.BatchCommands.Add(With(
            new NpgsqlBatchCommand(table.SelectEnded),
            query,
            At(buckets.StartOf(floorMs)),
            At(endMs),
            ClassesOf(query),
            TimeSpan.FromMilliseconds(buckets.LengthMs),
            At(query.After is { } after && after.FloorMs == floorMs ? floorMs + buckets.LengthMs : floorMs),
            query.After?.Group ?? "",
            query.Limit + 1));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var points = new Dictionary<(long FloorMs, string Group), UsagePoint>();
        while (await reader.ReadAsync(cancellation))
        {
            var point = new UsagePoint(
                reader.GetFieldValue<DateTimeOffset>(0).ToUnixTimeMilliseconds(), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
            points[(point.FloorMs, point.Group)] = point;
        }

        open.AddTo(points, floorMs, endMs);
        for (var floor = floorMs; query.Grouping == UsageGrouping.None && floor < endMs; floor += buckets.LengthMs)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(points, (floor, ""), out var exists);
            known = exists ? known : new UsagePoint(floor, "", 0, 0, 0);
        }

        return points.Values
            .Where(point => query.After?.IsBefore(point) != false)
            .OrderBy(point => point.FloorMs).ThenBy(point => point.Group, GroupOrder.Instance);
    }

    private static short[] ClassesOf(UsageSeriesQuery query) => query.Grouping == UsageGrouping.Kind ? AllClasses : BilledClasses;

    private static NpgsqlBatchCommand With(NpgsqlBatchCommand command, UsageSeriesQuery query, params ReadOnlySpan<object> values)
    {
        command.Parameters.AddWithValue(query.Key.Tenant.Value);
        command.Parameters.AddWithValue(ModeColumn.Of(query.Key.Mode));
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        if (query.Label is { } label)
        {
            command.Parameters.AddWithValue(label.ToString());
        }

        return command;
    }

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
