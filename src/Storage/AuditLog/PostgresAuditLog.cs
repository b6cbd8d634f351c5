using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.AuditLog;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Storage.AuditLog;

internal sealed class PostgresAuditLog(PostgresDataSources sources) : IAuditLog
{
    private const string Columns = "audit_id, tenant_id, at, actor, action, targets, ip_address, request_id, phase, status, code";

    private const string Insert = $"insert into audit_log ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    /// <summary>A tenant's own people write as the tenant's role does; what the operator does belongs to many tenants or to none.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        await using var batch = entry is { Tenant: { } tenant, Actor: not (AuditEntry.Operator or AuditEntry.System) }
            ? sources.App.CreateTenantBatch(tenant)
            : sources.Jobs.CreateBatch();
        batch.BatchCommands.Add(InsertOf(entry));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<AuditPage> ListOfTenantAsync(TenantId tenant, AuditQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(Select(tenant, query));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadPageAsync(reader, query.Limit, cancellation);
    }

    public async Task<AuditPage> ListAsync(TenantId? tenant, AuditQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        batch.BatchCommands.Add(Select(tenant, query));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await ReadPageAsync(reader, query.Limit, cancellation);
    }

    private static NpgsqlBatchCommand InsertOf(AuditEntry entry)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        insert.Parameters.AddWithValue(entry.Id);
        insert.Parameters.AddNullable(entry.Tenant?.Value);
        insert.Parameters.AddWithValue(entry.At);
        insert.Parameters.AddWithValue(entry.Actor);
        insert.Parameters.AddWithValue(entry.Action);
        insert.Parameters.AddWithValue(entry.Targets.ToArray());
        insert.Parameters.AddNullable(entry.IpAddress);
        insert.Parameters.AddWithValue(entry.Request);
        insert.Parameters.AddWithValue(entry.Phase.Word());
        insert.Parameters.AddNullable(entry.Status);
        insert.Parameters.AddNullable(entry.Code);
        return insert;
    }

    /// <summary>Times are ranges of ids: an id is of the instant at which its entry was written.</summary>
    private static NpgsqlBatchCommand Select(TenantId? tenant, AuditQuery query)
    {
        var select = new NpgsqlBatchCommand();
        string Parameter(object value)
        {
            select.Parameters.AddWithValue(value);
            return string.Create(CultureInfo.InvariantCulture, $"${select.Parameters.Count}");
        }

        var where = new StringBuilder("true");
        void And(string condition, object? value)
        {
            if (value is not null)
            {
                where.Append(CultureInfo.InvariantCulture, $" and {condition} {Parameter(value)}");
            }
        }

        And("tenant_id =", tenant?.Value);
        And("audit_id <", query.Before);
        And("action =", query.Action);
        And("actor =", query.Actor);
        And("audit_id >=", query.FromMs is { } from ? FactId.Lowest(from) : null);
        And("audit_id <", query.ToMs is { } to ? FactId.Lowest(to) : null);
        select.CommandText = $"select {Columns} from audit_log where {where} order by audit_id desc limit {Parameter(query.Limit + 1)}";
        return select;
    }

    private static async Task<AuditPage> ReadPageAsync(NpgsqlDataReader reader, int limit, CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<AuditEntry>(limit);
        while (await reader.ReadAsync(cancellation))
        {
            if (entries.Count == limit)
            {
                var last = entries[^1].Id;
                return new AuditPage(entries.DrainToImmutable(), last);
            }

            entries.Add(Read(reader));
        }

        return new AuditPage(entries.DrainToImmutable(), null);
    }

    private static AuditEntry Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Tenant = reader.GetNullable<Guid>(1) is { } tenant ? new TenantId(tenant) : null,
        At = reader.GetFieldValue<DateTimeOffset>(2),
        Actor = reader.GetString(3),
        Action = reader.GetString(4),
        Targets = [.. reader.GetFieldValue<string[]>(5)],
        IpAddress = reader.GetNullableString(6),
        Request = reader.GetGuid(7),
        Phase = AuditPhaseText.Parse(reader.GetString(8)),
        Status = reader.GetNullable<short>(9),
        Code = reader.GetNullableString(10),
    };
}
