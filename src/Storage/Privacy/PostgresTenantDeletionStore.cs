using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Privacy;
using RelayKit.Storage.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

internal sealed class PostgresTenantDeletionStore(PostgresDataSources sources, SealedMails mails) : ITenantDeletionStore
{
    private const string Columns = "tenant_id, deletion_id, requested_at, erase_at, erasing_since, erased_at, certificate";

    /// <summary>One stands at a time.</summary>
    private const string Insert =
        """
        insert into tenant_deletions (tenant_id, deletion_id, requested_at, erase_at)
        values ($1, $2, $3, $4) on conflict (tenant_id) where cancelled_at is null do nothing
        """;

    private const string SelectStanding = $"select {Columns} from tenant_deletions where tenant_id = $1 and cancelled_at is null";

    /// <summary>Whoever erases marks the row first, so that one of the two finds nothing left to do.</summary>
    private const string Cancel =
        """
        update tenant_deletions set cancelled_at = $2
        where tenant_id = $1 and cancelled_at is null and erasing_since is null and erase_at > $2
        """;

    private const string SelectPage =
        $"""
        select {Columns} from tenant_deletions
        where cancelled_at is null and ($1::uuid is null or deletion_id < $1) order by deletion_id desc limit $2
        """;

    public async Task<TenantDeletion> RequestAsync(TenantDeletion deletion, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var insert = With(Insert, deletion.Tenant, deletion.Id, deletion.RequestedAt, deletion.EraseAt);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { TenantScope.Enter(deletion.Tenant.Value), insert, With(SelectStanding, deletion.Tenant) },
        };
        TenantDeletion standing;
        await using (var reader = await batch.ExecuteTenantReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            standing = Read(reader);
        }

        if (insert.RecordsAffected == 1)
        {
            var content = PrivacyMailTemplates.DeletionScheduled(standing.Tenant, standing.EraseAt);
            var told = new OwnerMail(standing.Tenant, $"{content.Kind}/{PublicId.Format(PublicId.Deletion, standing.Id)}", content);
            await MailRows.AddAsync(connection, transaction, [mails.Seal(told)], cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return standing;
    }

    public async Task<bool> CancelAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var cancel = With(Cancel, tenant, now);
        batch.BatchCommands.Add(cancel);
        await batch.ExecuteNonQueryAsync(cancellation);
        return cancel.RecordsAffected == 1;
    }

    public async Task<TenantDeletion?> FindAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(SelectStanding, tenant));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public async Task<ImmutableArray<TenantDeletion>> ListAsync(int limit, Guid? before, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectPage);
        command.Parameters.AddNullable(before);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<TenantDeletion>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(Read(reader));
        }

        return found.DrainToImmutable();
    }

    private static TenantDeletion Read(NpgsqlDataReader reader) => new(
        new TenantId(reader.GetGuid(0)), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3))
    {
        ErasingSince = reader.GetNullable<DateTimeOffset>(4),
        ErasedAt = reader.GetNullable<DateTimeOffset>(5),
        Certificate = reader.GetNullableString(6),
    };

    private static NpgsqlBatchCommand With(string sql, TenantId tenant, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
