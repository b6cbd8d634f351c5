using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>Reports of usage as rows, and as what is to be sent.</summary>
internal static class MeterReportRow
{
    /// <summary>In the order in which <see cref="Read"/> reads them.</summary>
    public const string Columns = "tenant_id, meter, period, seq, kind, value, cumulative_ms, late_ms, at, created_at, cancels, reason, state, error";

    public static NpgsqlBatchCommand Insert(TenantId tenant, MeterReport report, MeterReportState state)
    {
        var insert = new NpgsqlBatchCommand(MeterReportSql.Insert)
        {
            Parameters =
            {
                new() { Value = tenant.Value },
                new() { Value = report.Meter.Word() },
                new() { Value = report.Period },
                new() { Value = report.Sequence },
                new() { Value = report.Kind.Word() },
                new() { Value = report.Value },
                new() { Value = report.CumulativeMs },
                new() { Value = report.LateMs },
                new() { Value = report.At },
                new() { Value = report.CreatedAt },
            },
        };
        insert.Parameters.AddNullable(report.Cancels);
        insert.Parameters.AddNullable(report.Reason);
        insert.Parameters.AddWithValue(state.Word());
        return insert;
    }

    public static ReportedUsage Read(NpgsqlDataReader reader) => new(
        new TenantId(reader.GetGuid(0)),
        new MeterReport
        {
            Meter = BillingMeters.Parse(reader.GetString(1)),
            Period = reader.GetFieldValue<DateOnly>(2),
            Sequence = reader.GetInt32(3),
            Kind = MeterReportStates.ParseKind(reader.GetString(4)),
            Value = reader.GetInt64(5),
            CumulativeMs = reader.GetInt64(6),
            LateMs = reader.GetInt64(7),
            At = reader.GetFieldValue<DateTimeOffset>(8),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(9),
            Cancels = reader.GetNullable<int>(10),
            Reason = reader.GetNullableString(11),
        },
        MeterReportStates.Parse(reader.GetString(12)),
        reader.GetNullableString(13));

    /// <summary>
    /// What is to be sent: the report's own identifier, from which everything else is read. A tenant's meter is one lane, since a provider takes one call at a time
    /// for it (Stripe), and since only then a sum tells whether a report was taken.
    /// </summary>
    public static OutboxMessage MessageOf(TenantId tenant, MeterReport report)
    {
        var identifier = report.IdentifierOf(tenant).ToString();
        return new OutboxMessage
        {
            Id = FactId.Of(report.CreatedAt.ToUnixTimeMilliseconds(), "meter report", tenant.Value, identifier, ""),
            Kind = OutboxKinds.Meter,
            Destination = string.Create(CultureInfo.InvariantCulture, $"{tenant}:{report.Meter.Word()}"),
            Tenant = tenant,
            Body = Encoding.UTF8.GetBytes(identifier),
            CreatedAt = report.CreatedAt,
        };
    }
}
