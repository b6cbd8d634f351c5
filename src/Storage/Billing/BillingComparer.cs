using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>
/// Compares, once a day for each customer, what the provider has counted with what the ledger says, and keeps what came of it. It only tells: nothing is resent or
/// changed by it.
/// </summary>
internal sealed partial class BillingComparer(
    PostgresDataSources sources, Plans plans, IEnumerable<IBillingProvider> providers, TimeProvider time, ILogger<BillingComparer> logger)
{
    /// <summary>A provider counts within minutes what it took, and says no time: what is younger is not compared.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromHours(1);

    private const string TakeNext =
        """
        select tenant_id, plan, customer_id from billing_accounts
        where customer_id is not null and (compared_on is null or compared_on < $1)
        order by compared_on nulls first, tenant_id limit 1 for update skip locked
        """;

    /// <summary>$3 is up to when what was sent is counted: minutes that were taken and carry an earlier instant; those on their way, or later; all that count.</summary>
    private const string SelectReported =
        """
        select meter,
            coalesce(sum(value) filter (where state in ('sent', 'reconciled') and at < $3), 0)::bigint,
            coalesce(sum(value) filter (where state in ('pending', 'unknown') or (state in ('sent', 'reconciled') and at >= $3)), 0)::bigint
        from meter_reports where tenant_id = $1 and period = $2 group by meter
        """;

    private const string Insert =
        """
        insert into billing_comparisons (tenant_id, day, meter, period, ledger_minutes, unreported_minutes, in_flight_minutes, provider_minutes)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (tenant_id, day, meter, period) do update set
            ledger_minutes = excluded.ledger_minutes, unreported_minutes = excluded.unreported_minutes,
            in_flight_minutes = excluded.in_flight_minutes, provider_minutes = excluded.provider_minutes
        """;

    private readonly IBillingProvider? _provider = providers.FirstOrDefault();

    /// <summary>Compares every customer that was not compared today.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> CompareDueAsync(CancellationToken cancellation)
    {
        var count = 0;
        if (_provider is not null)
        {
            var catalogue = await plans.ReadAsync(cancellation);
            while (await CompareNextAsync(catalogue, cancellation))
            {
                count++;
            }
        }

        return count;
    }

    private async Task<bool> CompareNextAsync(PlanCatalogue catalogue, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        TenantId tenant;
        string customer;
        Plan plan;
        await using (var take = new NpgsqlCommand(TakeNext, connection, transaction))
        {
            take.Parameters.AddWithValue(today);
            await using var reader = await take.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation))
            {
                return false;
            }

            (tenant, plan, customer) = (new TenantId(reader.GetGuid(0)), catalogue.Of(reader.GetNullableString(1)), reader.GetString(2));
        }

        // Noted first and let go of: the provider may take its time, and reports are not to wait for it.
        await using (var note = new NpgsqlCommand("update billing_accounts set compared_on = $2 where tenant_id = $1", connection, transaction))
        {
            note.Parameters.AddWithValue(tenant.Value);
            note.Parameters.AddWithValue(today);
            await note.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        var current = UsagePeriod.Containing(now);
        foreach (var period in new[] { PeriodText.Before(current), current })
        {
            await CompareAsync(connection, tenant, customer, plan, period, now, today, cancellation);
        }

        return true;
    }

    private async Task CompareAsync(
        NpgsqlConnection connection, TenantId tenant, string customer, Plan plan, UsagePeriod period, DateTimeOffset now, DateOnly today, CancellationToken cancellation)
    {
        var to = Math.Min((now - Counted).ToUnixTimeMilliseconds() / WholeMinutes.Ms * WholeMinutes.Ms, period.EndMs);
        if (to <= period.StartMs)
        {
            return;
        }

        var (standings, reported) = await ReadAsync(connection, tenant, period, now, DateTimeOffset.FromUnixTimeMilliseconds(to), cancellation);
        foreach (var standing in standings.All.Where(standing => plan.PriceOf(standing.Meter)?.ProviderPriceId is not null))
        {
            var sum = await _provider!.SumMeterEventsAsync(
                customer, standing.Meter.Word(), DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs), DateTimeOffset.FromUnixTimeMilliseconds(to), cancellation);
            if (!sum.IsAccepted)
            {
                LogUnread(tenant, standing.Meter, sum.Fault.Code);
                continue;
            }

            var (taken, inFlight) = reported.GetValueOrDefault(standing.Meter);
            var ledger = WholeMinutes.Floor(standing.CumulativeMs);
            var comparison = new BillingComparison(today, tenant, standing.Meter, period, ledger, ledger - taken - inFlight, inFlight, sum.Value);
            if (comparison.Difference != 0)
            {
                LogDifference(tenant, standing.Meter, PeriodText.Of(period), comparison.Difference);
            }

            await KeepAsync(connection, comparison, cancellation);
        }
    }

    private static async Task<(MeterStandings Standings, Dictionary<BillingMeter, (long Taken, long InFlight)> Reported)> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, UsagePeriod period, DateTimeOffset now, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        MeterStandings.Add(batch, tenant, period, now);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SelectReported)
        {
            Parameters = { new() { Value = tenant.Value }, new() { Value = PeriodText.StartDay(period) }, new() { Value = to } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var standings = await MeterStandings.ReadAsync(reader, period, now, cancellation);
        await reader.NextResultAsync(cancellation);
        var reported = new Dictionary<BillingMeter, (long, long)>();
        while (await reader.ReadAsync(cancellation))
        {
            reported[BillingMeters.Parse(reader.GetString(0))] = (reader.GetInt64(1), reader.GetInt64(2));
        }

        return (standings, reported);
    }

    private static async Task KeepAsync(NpgsqlConnection connection, BillingComparison comparison, CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.AddWithValue(comparison.Tenant.Value);
        insert.Parameters.AddWithValue(comparison.Day);
        insert.Parameters.AddWithValue(comparison.Meter.Word());
        insert.Parameters.AddWithValue(PeriodText.StartDay(comparison.Period));
        insert.Parameters.AddWithValue(comparison.LedgerMinutes);
        insert.Parameters.AddWithValue(comparison.UnreportedMinutes);
        insert.Parameters.AddWithValue(comparison.InFlightMinutes);
        insert.Parameters.AddWithValue(comparison.ProviderMinutes);
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(LogLevel.Error, "The provider has {Difference} minutes of {Meter} of {Tenant} in {Period} too much, or with a minus lacks them. See GET /v1/operator/billing/comparisons")]
    private partial void LogDifference(TenantId tenant, BillingMeter meter, string period, long difference);

    [LoggerMessage(LogLevel.Warning, "The provider's sum of {Meter} of {Tenant} could not be read: {Code}")]
    private partial void LogUnread(TenantId tenant, BillingMeter meter, string code);
}
