using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>Invoices of closed periods as rows.</summary>
internal static class InvoiceRows
{
    private const string ProviderColumns =
        "p.provider_invoice_id, p.number, p.status, p.currency, p.total, p.amount_remaining, p.hosted_url, p.pdf_url";

    /// <summary>Of several of one period the last that is not void.</summary>
    private const string TheOneThatCounts = "order by p.status = 4, p.created_at desc limit 1";

    /// <summary>Of the provider's invoices of a period, $2, the one that counts; $1 tenant.</summary>
    public const string SelectProviders =
        $"select {ProviderColumns} from provider_invoices p where p.tenant_id = $1 and p.period = $2 {TheOneThatCounts}";

    /// <summary>
    /// $1 tenant, $2 how many, $3 only those before this id, $4 only this one. With each its lines, and of the provider's invoices of its period the last that counts.
    /// </summary>
    public const string Select =
        $"""
        select i.invoice_id, i.period, i.plan, i.currency, i.closed_at,
            {ProviderColumns},
            l.name, l.own_ms, l.late_ms, l.quantity, l.included, l.billable, l.unit_price, l.amount
        from (
            select * from invoices where tenant_id = $1 and ($3::uuid is null or invoice_id < $3) and ($4::uuid is null or invoice_id = $4)
            order by invoice_id desc limit $2
        ) i
        left join lateral (
            select * from provider_invoices p where p.tenant_id = $1 and p.period = i.period {TheOneThatCounts}
        ) p on true
        left join invoice_lines l on l.tenant_id = $1 and l.invoice_id = i.invoice_id
        order by i.invoice_id desc, l.number
        """;

    public static void AddInsert(NpgsqlBatch batch, TenantId tenant, Plan plan, Invoice invoice)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.InsertInvoice)
        {
            Parameters =
            {
                new() { Value = tenant.Value },
                new() { Value = invoice.Id },
                new() { Value = PeriodText.StartDay(invoice.Period) },
                new() { Value = invoice.Plan },
                new() { Value = plan.Name },
                new() { Value = invoice.Currency },
                new() { Value = invoice.Total },
                new() { Value = invoice.ClosedAt!.Value },
            },
        });
        for (var number = 0; number < invoice.Lines.Length; number++)
        {
            var line = invoice.Lines[number];
            batch.BatchCommands.Add(new NpgsqlBatchCommand(MeterReportSql.InsertLine)
            {
                Parameters =
                {
                    new() { Value = tenant.Value },
                    new() { Value = invoice.Id },
                    new() { Value = number },
                    new() { Value = line.Name },
                    new() { Value = line.OwnMs },
                    new() { Value = line.LateMs },
                    new() { Value = line.Quantity },
                    new() { Value = line.Included },
                    new() { Value = line.Billable },
                    new() { Value = line.UnitPrice, NpgsqlDbType = NpgsqlDbType.Numeric },
                    new() { Value = line.Amount },
                },
            });
        }
    }

    public static async Task<ImmutableArray<Invoice>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var invoices = new List<Invoice>();
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetGuid(0);
            if (invoices.Count == 0 || invoices[^1].Id != id)
            {
                invoices.Add(new Invoice
                {
                    Id = id,
                    Period = PeriodText.Beginning(reader.GetFieldValue<DateOnly>(1)),
                    Plan = reader.GetString(2),
                    Currency = reader.GetString(3),
                    ClosedAt = reader.GetFieldValue<DateTimeOffset>(4),
                    AtProvider = reader.IsDBNull(5) ? null : ReadProviders(reader, 5),
                    Lines = [],
                });
            }

            if (!reader.IsDBNull(13))
            {
                invoices[^1] = invoices[^1] with { Lines = invoices[^1].Lines.Add(ReadLine(reader, 13)) };
            }
        }

        return [.. invoices];
    }

    public static KnownProviderInvoice ReadProviders(NpgsqlDataReader reader, int at) => new(
        reader.GetString(at),
        reader.GetNullableString(at + 1),
        (ProviderInvoiceStatus)reader.GetInt16(at + 2),
        reader.GetString(at + 3),
        reader.GetInt64(at + 4),
        reader.GetInt64(at + 5),
        reader.GetNullableString(at + 6),
        reader.GetNullableString(at + 7));

    private static InvoiceLine ReadLine(NpgsqlDataReader reader, int at) => new(
        reader.GetString(at),
        reader.GetInt64(at + 1),
        reader.GetInt64(at + 2),
        reader.GetInt64(at + 3),
        reader.GetInt64(at + 4),
        reader.GetInt64(at + 5),
        reader.GetDecimal(at + 6),
        reader.GetInt64(at + 7));
}
