using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Privacy;
using RelayKit.Storage.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>Who makes which export: a claim of a process holds as long as it is renewed, and what a dead one began is begun anew.</summary>
internal sealed class ExportClaims(PostgresDataSources sources, SealedMails mails)
{
    /// <summary>How long a claim holds that nobody renews; longer than the longest statement takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How often an export is begun before it is given up.</summary>
    public const int MaxAttempts = 3;

    private const string Claim =
        """
        with next as (
            select tenant_id, export_id from privacy_exports
            where state = 'waiting' or (state = 'running' and lease_until < $1)
            order by created_at limit 1 for update skip locked
        ), claimed as (
            update privacy_exports e set
                state = case when e.attempts >= $4 then 'failed' else 'running' end,
                finished_at = case when e.attempts >= $4 then $1 end,
                claim_id = $2, lease_until = $3, attempts = e.attempts + 1, rows_done = 0
            from next n where e.tenant_id = n.tenant_id and e.export_id = n.export_id
            returning e.tenant_id, e.export_id, e.state
        ), cleared as (
            delete from privacy_export_chunks c using claimed d where c.tenant_id = d.tenant_id and c.export_id = d.export_id
        )
        select tenant_id, export_id, state from claimed
        """;

    private const string Renewed =
        "update privacy_exports set rows_done = $4, lease_until = $5 where tenant_id = $1 and export_id = $2 and claim_id = $3 and state = 'running' returning 1";

    private const string AddChunk =
        $"""
        with mine as ({Renewed})
        insert into privacy_export_chunks (tenant_id, export_id, number, data) select $1, $2, $6, $7 from mine
        """;

    private const string Count =
        "update privacy_exports set rows_about = $4 where tenant_id = $1 and export_id = $2 and claim_id = $3 and state = 'running'";

    /// <summary>A new archive takes the place of the tenant's older ones.</summary>
    private const string Finish =
        """
        with done as (
            update privacy_exports set state = 'ready', bytes = $4, sha256 = $5, finished_at = $6, expires_at = $7, rows_done = $8
            where tenant_id = $1 and export_id = $2 and claim_id = $3 and state = 'running' returning 1
        ), others as (
            update privacy_exports e set expires_at = $6 from done where e.tenant_id = $1 and e.export_id <> $2 and e.state = 'ready'
        )
        select count(*) from done
        """;

    private const string Release =
        "update privacy_exports set lease_until = $4 where tenant_id = $1 and export_id = $2 and claim_id = $3 and state = 'running'";

    private const string Remove =
        """
        with expired as (
            update privacy_exports set state = 'expired' where state = 'ready' and expires_at <= $1 returning tenant_id, export_id
        ), cleared as (
            delete from privacy_export_chunks c using expired e where c.tenant_id = e.tenant_id and c.export_id = e.export_id
        )
        select count(*) from expired
        """;

    /// <summary>Takes the next export that is to be made; null when there is none.</summary>
    public async Task<ClaimedExport?> TakeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var claim = Guid.NewGuid();
        await using var command = sources.Jobs.CreateCommand(Claim);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(claim);
        command.Parameters.AddWithValue(now + Lease);
        command.Parameters.AddWithValue(MaxAttempts);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new ClaimedExport(new TenantId(reader.GetGuid(0)), reader.GetGuid(1), claim) { IsGivenUp = reader.GetString(2) == "failed" }
            : null;
    }

    /// <summary>Says how many rows there are to be.</summary>
    public Task CountAsync(ClaimedExport export, long rows, CancellationToken cancellation) => ExecuteAsync(export, Count, cancellation, rows);

    /// <summary>Keeps a piece of the archive, with how far it is. False when another has taken the export over.</summary>
    public async Task<bool> AddChunkAsync(ClaimedExport export, long rowsDone, int number, byte[] data, DateTimeOffset now, CancellationToken cancellation) =>
        await ExecuteAsync(export, AddChunk, cancellation, rowsDone, now + Lease, number, data) == 1;

    /// <summary>Lets the archive be downloaded, and tells the tenant's owners. Nothing happens where another has taken the export over.</summary>
    public async Task FinishAsync(ClaimedExport export, ArchiveSum sum, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(Finish, connection, transaction);
        AddParameters(command, export, sum.Bytes, sum.Sha256, now, now + Export.Lifetime, sum.Rows);
        if (await command.ExecuteScalarAsync(cancellation) is 1L)
        {
            var id = PublicId.Format(PublicId.Export, export.Id);
            var content = PrivacyMailTemplates.ExportReady(id, now + Export.Lifetime);
            await MailRows.AddAsync(connection, transaction, [mails.Seal(new OwnerMail(export.Tenant, $"{content.Kind}/{id}", content))], cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Lets another have it at once.</summary>
    public Task ReleaseAsync(ClaimedExport export, DateTimeOffset now, CancellationToken cancellation) =>
        ExecuteAsync(export, Release, cancellation, now - TimeSpan.FromMilliseconds(1));

    /// <summary>Removes archives whose time is over.</summary>
    public async Task<long> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Remove);
        command.Parameters.AddWithValue(now);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<int> ExecuteAsync(ClaimedExport export, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = sources.Jobs.CreateCommand(sql);
        AddParameters(command, export, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void AddParameters(NpgsqlCommand command, ClaimedExport export, params object[] values)
    {
        command.Parameters.AddWithValue(export.Tenant.Value);
        command.Parameters.AddWithValue(export.Id);
        command.Parameters.AddWithValue(export.Claim);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }
    }
}

/// <summary>An export that this process makes.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Claim">By which it holds it.</param>
internal sealed record ClaimedExport(TenantId Tenant, Guid Id, Guid Claim)
{
    /// <summary>Whether it was begun too often and is not to be made any more.</summary>
    public bool IsGivenUp { get; init; }
}

/// <summary>What a whole archive comes to.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record ArchiveSum(long Rows, long Bytes, byte[] Sha256);
