using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>
/// Writes down what is to be reported of tenants' usage, and closes their periods. Reports, what is to be sent, the closing and its invoice are one transaction, which
/// holds the tenant's account: whoever dies in it has done nothing, and nobody does the same beside it.
/// </summary>
internal sealed partial class MeterReporter(
    PostgresDataSources sources, Plans plans, IEnumerable<IBillingProvider> providers, IOptions<BillingOptions> options, TimeProvider time, ILogger<MeterReporter> logger)
{
    /// <summary>When a tenant is tried again that could not be reported.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(5);

    private readonly BillingSchedule _schedule = new(options.Value.ReportEvery, options.Value.CloseAfter);
    private readonly bool _hasProvider = providers.Any();

    /// <summary>Reports every tenant that is due.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReportDueAsync(CancellationToken cancellation)
    {
        await using (var ensure = sources.Jobs.CreateCommand(MeterReportSql.EnsureAccounts))
        {
            ensure.Parameters.AddWithValue(time.GetUtcNow());
            await ensure.ExecuteNonQueryAsync(cancellation);
        }

        var catalogue = await plans.ReadAsync(cancellation);
        var count = 0;
        while (await ReportNextAsync(catalogue, cancellation))
        {
            count++;
        }

        return count;
    }

    private async Task<bool> ReportNextAsync(PlanCatalogue catalogue, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await TakeDueAsync(transaction, now, cancellation) is not { } due)
        {
            return false;
        }

        try
        {
            await ReportAsync(transaction, due, catalogue.Of(due.Plan), now, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception fault) when (fault is not NpgsqlException { IsTransient: true } && !cancellation.IsCancellationRequested)
        {
            // What is wrong with one tenant's rows is not to keep the others from being reported.
            LogFailed(fault, due.Tenant);
            await transaction.RollbackAsync(cancellation);
            await using var later = new NpgsqlCommand(MeterReportSql.Rest, connection);
            later.Parameters.AddWithValue(due.Tenant.Value);
            later.Parameters.AddWithValue(now + AfterFault);
            await later.ExecuteNonQueryAsync(cancellation);
        }

        return true;
    }

    private async Task ReportAsync(NpgsqlTransaction transaction, DueAccount due, Plan plan, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var writes = new NpgsqlBatch(transaction.Connection, transaction);
        UsagePeriod? justClosed = due.LastClosed;
        foreach (var period in BillingSchedule.Open(due.LastClosed, due.Since, now).ToList())
        {
            // What a period that closes in this very round has taken over has to be there before the next one is read.
            if (writes.BatchCommands.Count > 0)
            {
                await writes.ExecuteNonQueryAsync(cancellation);
                writes.BatchCommands.Clear();
            }

            var standings = await ReadStandingsAsync(transaction, due.Tenant, period, now, cancellation);
            var histories = await ReadHistoriesAsync(transaction, due.Tenant, period, now, cancellation);
            AddLate(writes, due.Tenant, standings);
            AddReports(writes, due, plan, standings, histories, now);
            if (_schedule.IsToClose(period, now))
            {
                AddClosing(writes, due.Tenant, plan, standings, now);
                justClosed = period;
            }
        }

        writes.BatchCommands.Add(new NpgsqlBatchCommand(BillingUpdateSql.WeighOverdue) { Parameters = { new() { Value = due.Tenant.Value }, new() { Value = now } } });
        writes.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.Rest)
        {
            Parameters = { new() { Value = due.Tenant.Value }, new() { Value = _schedule.NextAfter(due.Tenant.Value, now) } },
        });
        await writes.ExecuteNonQueryAsync(cancellation);
        if (justClosed != due.LastClosed)
        {
            LogClosed(PeriodText.Of(justClosed!.Value), due.Tenant);
        }
    }

    private static async Task<DueAccount?> TakeDueAsync(NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var take = new NpgsqlCommand(MeterReportSql.TakeDue, transaction.Connection, transaction);
        take.Parameters.AddWithValue(now);
        await using var reader = await take.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new DueAccount(
                new TenantId(reader.GetGuid(0)),
                reader.GetNullableString(1),
                reader.GetNullableString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : PeriodText.Beginning(reader.GetFieldValue<DateOnly>(4)))
            : null;
    }

    private static async Task<MeterStandings> ReadStandingsAsync(
        NpgsqlTransaction transaction, TenantId tenant, UsagePeriod period, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        MeterStandings.Add(batch, tenant, period, now);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await MeterStandings.ReadAsync(reader, period, now, cancellation);
    }

    private static async Task<Dictionary<BillingMeter, MeterHistory>> ReadHistoriesAsync(
        NpgsqlTransaction transaction, TenantId tenant, UsagePeriod period, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var sums = new NpgsqlBatchCommand(MeterReportSql.SelectSums);
        var cancellable = new NpgsqlBatchCommand(MeterReportSql.SelectCancellable);
        foreach (var select in new[] { sums, cancellable })
        {
            select.Parameters.AddWithValue(tenant.Value);
            select.Parameters.AddWithValue(PeriodText.StartDay(period));
            batch.BatchCommands.Add(select);
        }

        cancellable.Parameters.AddWithValue(now - MeterReporting.CancellableWithin);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var histories = new Dictionary<BillingMeter, MeterHistory>();
        while (await reader.ReadAsync(cancellation))
        {
            histories[BillingMeters.Parse(reader.GetString(0))] = new MeterHistory(reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), []);
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var meter = BillingMeters.Parse(reader.GetString(0));
            var report = new CancellableReport(reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3));
            histories[meter] = histories[meter] with { Cancellable = histories[meter].Cancellable.Add(report) };
        }

        return histories;
    }

    private static void AddLate(NpgsqlBatch writes, TenantId tenant, MeterStandings standings)
    {
        var period = PeriodText.StartDay(standings.Period);
        writes.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.ForgetLate)
        {
            Parameters =
            {
                new() { Value = tenant.Value },
                new() { Value = period },
                new() { Value = standings.Late.Select(static late => late.Meter.Word()).ToArray() },
                new() { Value = standings.Late.Select(static late => PeriodText.StartDay(late.From)).ToArray() },
            },
        });
        foreach (var late in standings.Late)
        {
            writes.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.SetLate)
            {
                Parameters =
                {
                    new() { Value = tenant.Value },
                    new() { Value = late.Meter.Word() },
                    new() { Value = period },
                    new() { Value = PeriodText.StartDay(late.From) },
                    new() { Value = late.Ms },
                },
            });
        }
    }

    private void AddReports(
        NpgsqlBatch writes, DueAccount due, Plan plan, MeterStandings standings, Dictionary<BillingMeter, MeterHistory> histories, DateTimeOffset now)
    {
        foreach (var standing in standings.All)
        {
            if (MeterReporting.Next(histories.GetValueOrDefault(standing.Meter, MeterHistory.None), standing, now) is not { } report)
            {
                continue;
            }

            // Only what somebody charges for is sent: a provider has no meter for the rest.
            var isSent = _hasProvider && due.CustomerId is not null && plan.PriceOf(standing.Meter)?.ProviderPriceId is not null;
            writes.BatchCommands.Add(MeterReportRow.Insert(due.Tenant, report, isSent ? MeterReportState.Pending : MeterReportState.Accrued));
            if (isSent)
            {
                OutboxSql.Add(writes, [MeterReportRow.MessageOf(due.Tenant, report)]);
            }
        }
    }

    private static void AddClosing(NpgsqlBatch writes, TenantId tenant, Plan plan, MeterStandings standings, DateTimeOffset now)
    {
        var period = PeriodText.StartDay(standings.Period);
        foreach (var standing in standings.All)
        {
            writes.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.Close)
            {
                Parameters =
                {
                    new() { Value = tenant.Value },
                    new() { Value = standing.Meter.Word() },
                    new() { Value = period },
                    new() { Value = standing.OwnMs },
                    new() { Value = now },
                },
            });
        }

        var invoice = new Invoice
        {
            Id = Invoice.IdOf(tenant, standings.Period),
            Period = standings.Period,
            Plan = plan.Code,
            Currency = plan.Currency,
            ClosedAt = now,
            Lines = Invoicing.LinesOf(plan, standings.All),
        };
        InvoiceRows.AddInsert(writes, tenant, plan, invoice);
        LedgerBatchWriter.AddEvents(writes, [(tenant.Value, BillingEvents.PeriodClosed(tenant, invoice, now))], LedgerSql.AppendMissingEvents);
    }

    [LoggerMessage(LogLevel.Information, "The billing period {Period} of {Tenant} was closed")]
    private partial void LogClosed(string period, TenantId tenant);

    [LoggerMessage(LogLevel.Error, "The usage of {Tenant} could not be reported; it is tried again in some minutes")]
    private partial void LogFailed(Exception fault, TenantId tenant);

    private sealed record DueAccount(TenantId Tenant, string? Plan, string? CustomerId, DateTimeOffset Since, UsagePeriod? LastClosed);
}
