using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.ObjectStorage;
using RelayKit.Privacy;
using RelayKit.Storage.Mail;
using RelayKit.Storage.Recordings;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// Erases the tenants whose grace is over, table by table as the <see cref="DataMap"/> says, some rows at a time. Every step says in its own
/// transaction what it has removed, so whoever dies in between, or works beside another, leaves counts that are right and a rest that the next
/// run finds.
/// </summary>
internal sealed partial class TenantErasure(
    PostgresDataSources sources, ICertificateKeys keys, SealedMails mails, ManagedFiles files, ILogger<TenantErasure> logger)
{
    /// <summary>Rows in one transaction: few enough that it is short, and that nobody waits for its locks.</summary>
    internal const int Batch = 2000;

    /// <summary>How long after its erasure a tenant is looked at again: what came late, by a webhook that was under way, goes too.</summary>
    internal static readonly TimeSpan LateRows = TimeSpan.FromDays(30);

    /// <summary>Whose the last mails are: a tenant that is erased has none.</summary>
    private static TenantId Nobody => default;

    private const string Begin =
        """
        update tenant_deletions set
            erasing_since = coalesce(erasing_since, $1), pseudonym = coalesce(pseudonym, gen_random_uuid()),
            notify = coalesce(notify, (select array_agg(a.email order by a.account_id) from accounts a where a.tenant_id = tenant_deletions.tenant_id and a.role = 'owner'))
        where cancelled_at is null and erased_at is null and erase_at <= $1
        returning tenant_id, deletion_id, requested_at, erase_at, notify
        """;

    /// <summary>
    /// Whoever takes a step has the deletion to itself until that is committed. Beside another it would wait for rows that are gone when it gets them,
    /// remove none, take that for the end, and sign for fewer than went.
    /// </summary>
    private const string Alone = "select from tenant_deletions where tenant_id = $1 and deletion_id = $2 for update";

    private const string SelectErased = "select tenant_id, deletion_id from tenant_deletions where erased_at > $1";

    private const string SelectCounts =
        """
        select d.erased::text, (select count(*) from retained_usage r where r.pseudonym = d.pseudonym)
        from tenant_deletions d where d.tenant_id = $1 and d.deletion_id = $2
        """;

    private const string Finish =
        """
        with done as (
            update tenant_deletions set erased_at = $3, certificate = $4, pseudonym = null, notify = null
            where tenant_id = $1 and deletion_id = $2 and erased_at is null returning 1
        ), others as (
            delete from tenant_deletions d using done where d.tenant_id = $1 and d.deletion_id <> $2
        )
        select count(*) from done
        """;

    private const string MoveSums =
        """
        with gone as (
            delete from usage_hourly t
            using (select t.mode, t.hour, t.class from usage_hourly t where t.tenant_id = $1 and $2::text is not null limit $4) k
            where t.tenant_id = $1 and t.mode = k.mode and t.hour = k.hour and t.class = k.class
            returning t.mode, (date_trunc('month', t.hour at time zone 'utc'))::date as month, t.class, t.participant_ms, t.reconciled_ms, t.presumed_ms
        ), kept as (
            insert into retained_usage as r (pseudonym, mode, month, class, participant_ms, reconciled_ms, presumed_ms)
            select d.pseudonym, g.mode, g.month, g.class, sum(g.participant_ms), sum(g.reconciled_ms), sum(g.presumed_ms)
            from gone g, tenant_deletions d where d.tenant_id = $1 and d.deletion_id = $3 and d.pseudonym is not null
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            on conflict (pseudonym, mode, month, class) do update set
                participant_ms = r.participant_ms + excluded.participant_ms,
                reconciled_ms = r.reconciled_ms + excluded.reconciled_ms,
                presumed_ms = r.presumed_ms + excluded.presumed_ms
        )
        """;

    /// <summary>Erases every tenant whose time has come. Safe to run again, at any time and by several at once.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="cancellation">Gives up between two steps; the next run goes on.</param>
    /// <returns>How many tenants were erased to the end.</returns>
    public async Task<int> EraseDueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var due = await BeginAsync(now, cancellation);
        var erased = 0;
        foreach (var (deletion, owners) in due)
        {
            if (!await RemoveFilesAsync(deletion, cancellation))
            {
                continue;
            }

            // What a grain wrote while its rows were going is found by another round.
            while (await EraseRowsAsync(deletion.Tenant, deletion.Id, cancellation) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            await FinishAsync(deletion, owners, now, cancellation);
            LogErased(deletion.Id);
            erased++;
        }

        foreach (var (tenant, deletion) in await ErasedSinceAsync(now - LateRows, cancellation))
        {
            await EraseRowsAsync(tenant, deletion, cancellation);
        }

        return erased;
    }

    /// <summary>Files go before the rows that say where they are. A tenant whose files cannot be removed now stays until they can.</summary>
    private async Task<bool> RemoveFilesAsync(TenantDeletion deletion, CancellationToken cancellation)
    {
        try
        {
            await files.RemoveAllAsync(deletion.Tenant, cancellation);
            return true;
        }
        catch (StorageException fault)
        {
            LogFilesRemain(fault, deletion.Id, fault.Fault.Kind);
            return false;
        }
    }

    private async Task<List<(TenantDeletion Deletion, string[] Owners)>> BeginAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Begin);
        command.Parameters.AddWithValue(now);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var due = new List<(TenantDeletion, string[])>();
        while (await reader.ReadAsync(cancellation))
        {
            var deletion = new TenantDeletion(
                new TenantId(reader.GetGuid(0)), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3));
            due.Add((deletion, reader.IsDBNull(4) ? [] : reader.GetFieldValue<string[]>(4)));
        }

        return due;
    }

    private async Task<List<(TenantId Tenant, Guid Deletion)>> ErasedSinceAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectErased);
        command.Parameters.AddWithValue(since);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var erased = new List<(TenantId, Guid)>();
        while (await reader.ReadAsync(cancellation))
        {
            erased.Add((new TenantId(reader.GetGuid(0)), reader.GetGuid(1)));
        }

        return erased;
    }

    private async Task<long> EraseRowsAsync(TenantId tenant, Guid deletion, CancellationToken cancellation)
    {
        long rows = 0;
        foreach (var table in DataMap.Tables.Where(static table => table.OnTenantErasure != TenantErasing.KeepCertificate))
        {
            var sql = StepOf(table);
            for (var step = await StepAsync(sql, tenant, deletion, cancellation); step > 0; step = await StepAsync(sql, tenant, deletion, cancellation))
            {
                rows += step;
            }
        }

        return rows;
    }

    /// <summary>Removes some rows, and adds their number to the deletion's: what is not counted is not removed.</summary>
    private static string StepOf(DataTable table)
    {
        var gone = table.OnTenantErasure == TenantErasing.KeepSums ? MoveSums : $"with gone as ({TenantRows.Delete(table, "$4")})";
        return
            $"""
            {gone}, n as (select count(*) as n, $4::integer as most from gone), counted as (
                update tenant_deletions d
                set erased = jsonb_set(d.erased, array['{table.Name}'], to_jsonb(coalesce((d.erased->>'{table.Name}')::bigint, 0) + n.n))
                from n where d.tenant_id = $1 and d.deletion_id = $3 and d.erased_at is null and n.n > 0
            )
            select n from n
            """;
    }

    private async Task<long> StepAsync(string sql, TenantId tenant, Guid deletion, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        var alone = new NpgsqlBatchCommand(Alone);
        alone.Parameters.AddWithValue(tenant.Value);
        alone.Parameters.AddWithValue(deletion);
        batch.BatchCommands.Add(alone);
        var step = new NpgsqlBatchCommand(sql);
        step.Parameters.AddWithValue(tenant.Value);
        step.Parameters.AddWithValue(tenant.ToString());
        step.Parameters.AddWithValue(deletion);
        step.Parameters.AddWithValue(Batch);
        batch.BatchCommands.Add(step);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }

    /// <summary>
    /// The owners are told in the transaction that ends it; then nobody's address is left but in those mails, which are sealed, no tenant's, and gone when they are sent.
    /// </summary>
    private async Task FinishAsync(TenantDeletion deletion, string[] owners, DateTimeOffset now, CancellationToken cancellation)
    {
        var (erased, retained) = await CountsAsync(deletion, cancellation);
        var certificate = await keys.SignAsync(ErasureCertificate.OfTenant(deletion, now, erased, retained), cancellation);
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(Finish, connection, transaction);
        command.Parameters.AddWithValue(deletion.Tenant.Value);
        command.Parameters.AddWithValue(deletion.Id);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(certificate);
        if (await command.ExecuteScalarAsync(cancellation) is 0L)
        {
            // Another process has ended it meanwhile.
            return;
        }

        var content = PrivacyMailTemplates.Erased(deletion.Tenant, certificate);
        var id = PublicId.Format(PublicId.Deletion, deletion.Id);
        await MailRows.AddAsync(
            connection,
            transaction,
            [.. owners.Select((owner, number) => mails.Seal(Nobody, content.To(owner, string.Create(CultureInfo.InvariantCulture, $"erasure/{id}/{number}"))))],
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<(Dictionary<string, long> Erased, long Retained)> CountsAsync(TenantDeletion deletion, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectCounts);
        command.Parameters.AddWithValue(deletion.Tenant.Value);
        command.Parameters.AddWithValue(deletion.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(0))!, reader.GetInt64(1));
    }

    [LoggerMessage(LogLevel.Error, "Deletion {Deletion} waits: the tenant's files in managed storage could not be removed ({Fault})")]
    private partial void LogFilesRemain(Exception exception, Guid deletion, StorageFaultKind fault);

    [LoggerMessage(LogLevel.Information, "A tenant was erased by deletion {Deletion}")]
    private partial void LogErased(Guid deletion);
}
