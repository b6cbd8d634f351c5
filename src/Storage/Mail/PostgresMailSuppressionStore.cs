using System.Collections.Immutable;
using Npgsql;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Mail;

/// <summary>Suppressions as rows of whichever tenants the address belongs to. Events and the operator come across tenants, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresMailSuppressionStore(PostgresDataSources sources) : IMailSuppressionStore
{
    private const string Columns = "tenant_id, suppression_id, email, reason, since";

    private const string TakeEvent = "insert into mail_events (event_id, received_at) values ($1, $2) on conflict (event_id) do nothing";

    private const string SelectTenants = "select tenant_id from accounts where email_key = $1 union select tenant_id from invitations where email_key = $1";

    private const string Insert =
        """
        insert into mail_suppressions (tenant_id, suppression_id, email, email_key, reason, since) values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, email_key) do nothing
        """;

    private const string SelectByKey = $"select {Columns} from mail_suppressions where email_key = $1 order by since limit 1";

    private const string SelectOfTenant = $"select {Columns} from mail_suppressions where tenant_id = $1 order by suppression_id";

    private const string SelectPage =
        $"select {Columns} from mail_suppressions where $1::uuid is null or suppression_id < $1 order by suppression_id desc limit $2";

    /// <summary>An address is stopped for all tenants, so it goes on for all.</summary>
    private const string Lift =
        "delete from mail_suppressions s using mail_suppressions lifted where lifted.suppression_id = $1 and s.email_key = lifted.email_key";

    private const string ForgetAddresses =
        """
        delete from mail_suppressions s
        where not exists (select from accounts a where a.email_key = s.email_key) and not exists (select from invitations i where i.email_key = s.email_key)
        """;

    private const string ForgetEvents = "delete from mail_events where received_at < $1";

    public async Task<bool> TakeInAsync(MailEvent told, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var take = Command(connection, transaction, TakeEvent, told.Id, receivedAt))
        {
            if (await take.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        foreach (var email in told.Stopped)
        {
            foreach (var tenant in await TenantsOfAsync(connection, transaction, email, cancellation))
            {
                await using var insert = Command(
                    connection,
                    transaction,
                    Insert,
                    tenant,
                    Guid.CreateVersion7(receivedAt),
                    email.Text,
                    email.Key,
                    told.Reason.Word(),
                    told.At.ToUniversalTime());
                await insert.ExecuteNonQueryAsync(cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    public async Task<MailSuppression?> FindAsync(EmailAddress email, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectByKey);
        command.Parameters.AddWithValue(email.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<MailSuppression>> ListAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(SelectOfTenant);
        select.Parameters.AddWithValue(tenant.Value);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadAllAsync(reader, cancellation);
    }

    public async Task<ImmutableArray<MailSuppression>> ListAsync(int limit, Guid? before, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectPage);
        command.Parameters.AddNullable(before);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return [.. await ReadAllAsync(reader, cancellation)];
    }

    public async Task<bool> LiftAsync(Guid id, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Lift);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    public async Task<long> ForgetAsync(DateTimeOffset eventsBefore, CancellationToken cancellation)
    {
        await using var addresses = sources.Jobs.CreateCommand(ForgetAddresses);
        await using var events = sources.Jobs.CreateCommand(ForgetEvents);
        events.Parameters.AddWithValue(eventsBefore);
        return await addresses.ExecuteNonQueryAsync(cancellation) + await events.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<Guid>> TenantsOfAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, EmailAddress email, CancellationToken cancellation)
    {
        await using var select = Command(connection, transaction, SelectTenants, email.Key);
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var tenants = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
        {
            tenants.Add(reader.GetGuid(0));
        }

        return tenants;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    private static async Task<List<MailSuppression>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var found = new List<MailSuppression>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    private static MailSuppression Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = reader.GetGuid(1),
        Email = EmailAddress.Parse(reader.GetString(2)),
        Reason = MailSuppressionReasonText.Parse(reader.GetString(3)),
        Since = reader.GetFieldValue<DateTimeOffset>(4),
    };
}
