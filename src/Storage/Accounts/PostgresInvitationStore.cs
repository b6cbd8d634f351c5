using Npgsql;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Storage.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Accounts;

/// <summary>An invitation is used by deleting its row: of two who use it at once, one finds it.</summary>
internal sealed class PostgresInvitationStore(PostgresDataSources sources, SealedMails sealing) : IInvitationStore
{
    private const string Columns = "tenant_id, invitation_id, email, role, invited_by, created_at, expires_at";

    private const string Insert =
        """
        insert into invitations (tenant_id, invitation_id, email, email_key, role, invited_by, hash, created_at, expires_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9
        where (select count(*) from accounts where tenant_id = $1) + (select count(*) from invitations where tenant_id = $1 and email_key <> $4) < $10
        on conflict (tenant_id, email_key) do update set invitation_id = excluded.invitation_id, email = excluded.email, role = excluded.role,
            invited_by = excluded.invited_by, hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at
        returning 1
        """;

    public async Task<Result<Invitation>> AddAsync(Invitation invitation, byte[] hash, MailMessage mail, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(TenantScope.Enter(invitation.Tenant.Value));
        batch.BatchCommands.Add(AccountSql.Command(AccountSql.LockTeam, invitation.Tenant.Value));
        batch.BatchCommands.Add(AccountSql.Command(
            Insert,
            invitation.Tenant.Value,
            invitation.Id,
            invitation.Email.Text,
            invitation.Email.Key,
            invitation.Role.Word(),
            invitation.InvitedBy.Value,
            hash,
            invitation.CreatedAt,
            invitation.ExpiresAt,
            (long)Team.MaxSize));
        await using (var reader = await batch.ExecuteTenantReaderAsync(cancellation))
        {
            await reader.NextResultAsync(cancellation);
            if (!await reader.ReadAsync(cancellation))
            {
                return new Error(ErrorCode.TooMany, $"A tenant has at most {Team.MaxSize} accounts and open invitations. Remove one that is not used.");
            }
        }

        await MailRows.AddAsync(connection, transaction, [sealing.Seal(invitation.Tenant, mail)], cancellation);
        await transaction.CommitAsync(cancellation);
        return invitation;
    }

    /// <summary>Through the jobs' pool: whose invitation it is, is what is being asked.</summary>
    public async Task<Invitation?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand($"select {Columns} from invitations where hash = $1");
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<Invitation>> ListAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(AccountSql.Command($"select {Columns} from invitations where tenant_id = $1 order by invitation_id desc", tenant.Value));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        List<Invitation> invitations = [];
        while (await reader.ReadAsync(cancellation))
        {
            invitations.Add(Read(reader));
        }

        return invitations;
    }

    public async Task<bool> RemoveAsync(TenantId tenant, Guid invitation, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(Delete(tenant, invitation));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation);
    }

    public async Task<Result<Account>> AcceptAsync(Invitation invitation, Account account, string? passwordHash, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                TenantScope.Enter(invitation.Tenant.Value),
                Delete(invitation.Tenant, invitation.Id),
                AccountSql.Command("select 1 from accounts where tenant_id = $1 and account_id = $2", account.Tenant.Value, account.Id.Value),
                AccountSql.Insert(account, passwordHash),
            },
        };
        try
        {
            await using (var reader = await batch.ExecuteTenantReaderAsync(cancellation))
            {
                var used = await reader.ReadAsync(cancellation);
                await reader.NextResultAsync(cancellation);
                if (!used && !await reader.ReadAsync(cancellation))
                {
                    return new Error(ErrorCode.InvalidToken, "The invitation was used or taken back meanwhile. Ask for another one.");
                }
            }

            await transaction.CommitAsync(cancellation);
            return account;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Error(ErrorCode.EmailTaken, "An account has this address already.");
        }
    }

    private static NpgsqlBatchCommand Delete(TenantId tenant, Guid invitation) =>
        AccountSql.Command("delete from invitations where tenant_id = $1 and invitation_id = $2 returning 1", tenant.Value, invitation);

    private static Invitation Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = reader.GetGuid(1),
        Email = EmailAddress.Parse(reader.GetString(2)),
        Role = AccountRoleText.Parse(reader.GetString(3)),
        InvitedBy = new AccountId(reader.GetGuid(4)),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(6),
    };
}
