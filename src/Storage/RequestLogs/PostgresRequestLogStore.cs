using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.RequestLogs;
using RelayKit.Tenants;

namespace RelayKit.Storage.RequestLogs;

/// <summary>Written for all tenants as <c>relaykit_jobs</c>; a tenant reads its own as <c>relaykit_app</c>.</summary>
internal sealed class PostgresRequestLogStore(PostgresDataSources sources, TimeProvider time) : IRequestLogStore
{
    /// <summary>How far back a list looks: what is older is being removed, or is gone.</summary>
    internal static readonly TimeSpan Reach = TimeSpan.FromDays(32);

    /// <summary>The newest are looked for among those of a day, then of four days before it, and so on: most lists find a page at once.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);

    private const int Widening = 4;

    public async Task WriteAsync(IReadOnlyList<RequestLogEntry> entries, CancellationToken cancellation)
    {
        var columns = new RequestLogColumns(entries);
        try
        {
            await InsertAsync(RequestLogSql.Insert, columns, cancellation);
        }
        catch (PostgresException repeated) when (repeated.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // A write whose answer was lost.
            await InsertAsync(RequestLogSql.InsertMissing, columns, cancellation);
        }
    }

    public async Task<RequestLogPage> ListAsync(RequestLogQuery query, CancellationToken cancellation)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var firstMs = Math.Max(query.FromMs ?? 0, nowMs - (long)Reach.TotalMilliseconds);

        // Without a bound also what a clock that is ahead has written.
        var before = query.ToMs is { } toMs ? FactId.Lowest(toMs) : Guid.AllBitsSet;
        if (query.Before is { } cursor && cursor.CompareTo(before) < 0)
        {
            before = cursor;
        }

        var beforeMs = Math.Min(UuidVersion7.MillisecondsOf(before) + 1, nowMs);
        var found = ImmutableArray.CreateBuilder<RequestLogEntry>(query.Limit + 1);
        for (var look = FirstLook; found.Count <= query.Limit && beforeMs > firstMs; look *= Widening)
        {
            var fromMs = Math.Max(firstMs, beforeMs - (long)look.TotalMilliseconds);
            var from = FactId.Lowest(fromMs);
            await ReadAsync(query, from, before, query.Limit + 1 - found.Count, found, cancellation);
            (before, beforeMs) = (from, fromMs);
        }

        return found.Count <= query.Limit
            ? new RequestLogPage(found.ToImmutable(), null)
            : new RequestLogPage([.. found.Take(query.Limit)], found[query.Limit - 1].Id);
    }

    public async Task<RequestLogEntry?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RequestLogSql.PlanForValues));
        var select = new NpgsqlBatchCommand(RequestLogSql.SelectOne);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddWithValue(id);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? RequestLogSql.Read(reader) : null;
    }

    private async Task ReadAsync(
        RequestLogQuery query, Guid from, Guid before, int limit, ImmutableArray<RequestLogEntry>.Builder found, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RequestLogSql.PlanForValues));
        batch.BatchCommands.Add(RequestLogSql.SelectRange(query, from, before, limit));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(RequestLogSql.Read(reader));
        }
    }

    private async Task InsertAsync(string sql, RequestLogColumns columns, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RequestLogSql.DoNotWait));
        var insert = new NpgsqlBatchCommand(sql);
        columns.AddTo(insert.Parameters);
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
