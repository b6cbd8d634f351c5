using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>Reports of usage, and what came of comparing them, for the operator.</summary>
internal sealed class PostgresMeterReportStore(PostgresDataSources sources) : IMeterReportStore
{
    private const string Select =
        $"""
        select {MeterReportRow.Columns} from meter_reports
        where period = $1 and ($2::uuid is null or tenant_id = $2) and ($3::text is null or state = $3) order by tenant_id, meter, seq
        """;

    private const string SelectComparisons =
        """
        select day, tenant_id, meter, period, ledger_minutes, unreported_minutes, in_flight_minutes, provider_minutes from billing_comparisons
        where ($2::date is null or day < $2 or (day = $2 and (tenant_id, meter, period) > ($4::uuid, $5::text, $6::date)))
          and (not $3 or provider_minutes <> ledger_minutes - unreported_minutes - in_flight_minutes)
        order by day desc, tenant_id, meter, period limit $1
        """;

    public async IAsyncEnumerable<ReportedUsage> ReadAsync(
        UsagePeriod period, TenantId? tenant, MeterReportState? state, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Select);
        command.Parameters.AddWithValue(PeriodText.StartDay(period));
        command.Parameters.AddNullable(tenant?.Value);
        command.Parameters.AddNullable(state?.Word());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return MeterReportRow.Read(reader);
        }
    }

    public async Task<ImmutableArray<BillingComparison>> ListComparisonsAsync(
        int limit, ComparisonPlace? after, bool onlyDifferences, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectComparisons);
        command.Parameters.AddWithValue(limit);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after?.Day ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.AddWithValue(onlyDifferences);
        command.Parameters.AddNullable(after?.Tenant.Value);
        command.Parameters.AddNullable(after?.Meter.Word());
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after?.Period ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<BillingComparison>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new BillingComparison(
                reader.GetFieldValue<DateOnly>(0),
                new TenantId(reader.GetGuid(1)),
                BillingMeters.Parse(reader.GetString(2)),
                PeriodText.Beginning(reader.GetFieldValue<DateOnly>(3)),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                reader.GetInt64(7)));
        }

        return found.DrainToImmutable();
    }
}
