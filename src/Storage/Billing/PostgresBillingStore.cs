using System.Collections.Immutable;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Labels;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>Billing in PostgreSQL: read by tenants under row-level security, changed through the jobs' pool.</summary>
internal sealed class PostgresBillingStore(PostgresDataSources sources, TimeProvider time) : IBillingStore
{
    public async Task<BillingAccount> ReadAccountAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(Of(BillingStoreSql.SelectAccount, tenant));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new BillingAccount
            {
                Plan = reader.GetNullableString(0),
                CustomerId = reader.GetNullableString(1),
                SubscriptionId = reader.GetNullableString(2),
                SubscriptionStatus = reader.IsDBNull(3) ? null : (ProviderSubscriptionStatus)reader.GetInt16(3),
                CancelAt = reader.GetNullable<DateTimeOffset>(4),
                OwedSince = reader.GetNullable<DateTimeOffset>(5),
                Dunning = new DunningStanding((DunningStage)reader.GetInt16(6), reader.GetFieldValue<DateTimeOffset>(7), reader.GetInt32(8)),
            }
            : new BillingAccount { Dunning = new DunningStanding(DunningStage.Active, default, 0) };
    }

    public Task AssignPlanAsync(TenantId tenant, string? plan, CancellationToken cancellation) =>
        ChangeAsync(tenant, BillingStoreSql.SetPlan, change => change.AddNullable(plan), cancellation);

    public Task SetCustomerAsync(TenantId tenant, string customerId, CancellationToken cancellation) =>
        ChangeAsync(tenant, BillingStoreSql.SetCustomer, change => change.AddWithValue(customerId), cancellation);

    public Task SetOwedAsync(TenantId tenant, bool isOwed, CancellationToken cancellation) =>
        ChangeAsync(tenant, BillingStoreSql.SetOwed, change => change.AddNullable(isOwed ? time.GetUtcNow() : (DateTimeOffset?)null), cancellation);

    public async Task<MeteredUsage> ReadUsageAsync(TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        MeterStandings.AddUsage(batch, tenant, period, upTo);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await MeterStandings.ReadUsageAsync(reader, period, upTo, cancellation);
    }

    public async Task<ImmutableArray<MeterStanding>> ReadStandingsAsync(
        TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        MeterStandings.Add(batch, tenant, period, upTo);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return (await MeterStandings.ReadAsync(reader, period, upTo, cancellation)).All;
    }

    public Task<ImmutableArray<Invoice>> ListInvoicesAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation) =>
        ReadInvoicesAsync(tenant, limit, before, null, cancellation);

    public async Task<Invoice?> FindInvoiceAsync(TenantId tenant, Guid invoice, CancellationToken cancellation) =>
        (await ReadInvoicesAsync(tenant, 1, null, invoice, cancellation)).FirstOrDefault();

    public async Task<KnownProviderInvoice?> FindProviderInvoiceAsync(TenantId tenant, UsagePeriod period, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = Of(InvoiceRows.SelectProviders, tenant);
        select.Parameters.AddWithValue(PeriodText.StartDay(period));
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? InvoiceRows.ReadProviders(reader, 0) : null;
    }

    public async Task<InvoiceLineDetail> ReadLineAsync(InvoiceLineQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(BilledSessions.Select(query));
        MeterStandings.Add(batch, query.Tenant, query.Period, query.UpTo);
        batch.BatchCommands.Add(BilledSessions.SelectAdjustments(query));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var (sessions, next) = await BilledSessions.ReadAsync(reader, query, cancellation);
        await reader.NextResultAsync(cancellation);
        var standings = await MeterStandings.ReadAsync(reader, query.Period, query.UpTo, cancellation);
        await reader.NextResultAsync(cancellation);
        return new InvoiceLineDetail
        {
            Sessions = sessions,
            Next = next,
            SessionsMs = standings.Own.Of(query.Meter),
            Adjustments = await BilledSessions.ReadAdjustmentsAsync(reader, query, standings, cancellation),
        };
    }

    public async Task<LabelStatement> ReadStatementAsync(
        TenantId tenant, Label label, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var upToMs = MeterStandings.UpToMs(period, upTo);
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = Of(BillingStoreSql.SelectStatement, tenant);
        select.Parameters.AddWithValue(period.StartMs);
        select.Parameters.AddWithValue(period.EndMs);
        select.Parameters.AddWithValue(upToMs);
        select.Parameters.AddWithValue(label.ToString());
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var (kinds, days) = (new long[ParticipantClasses.Count], new SortedDictionary<DateOnly, long>());
        while (await reader.ReadAsync(cancellation))
        {
            var (@class, day, ms) = ((ParticipantClass)reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2));
            kinds[(int)@class] += ms;
            if (@class.IsBilled())
            {
                days[day] = days.GetValueOrDefault(day) + ms;
            }
        }

        return new LabelStatement(
            label,
            period,
            DateTimeOffset.FromUnixTimeMilliseconds(upToMs),
            [.. kinds.Select(static (ms, number) => new StatementLine((ParticipantClass)number, ms)).Where(static line => line.Ms != 0)],
            [.. days.Select(static day => new StatementDay(day.Key, day.Value))]);
    }

    private async Task<ImmutableArray<Invoice>> ReadInvoicesAsync(TenantId tenant, int limit, Guid? before, Guid? only, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = Of(InvoiceRows.Select, tenant);
        select.Parameters.AddWithValue(limit);
        select.Parameters.AddNullable(before);
        select.Parameters.AddNullable(only);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await InvoiceRows.ReadAsync(reader, cancellation);
    }

    private async Task ChangeAsync(TenantId tenant, string sql, Action<NpgsqlParameterCollection> values, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        var ensure = Of(BillingStoreSql.EnsureAccount, tenant);
        ensure.Parameters.AddWithValue(time.GetUtcNow());
        batch.BatchCommands.Add(ensure);
        var change = Of(sql, tenant);
        values(change.Parameters);
        batch.BatchCommands.Add(change);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Of(string sql, TenantId tenant) => new(sql) { Parameters = { new() { Value = tenant.Value } } };
}
