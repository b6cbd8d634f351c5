using Npgsql;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Accounts;

internal sealed class PostgresAccountStore(PostgresDataSources sources, SealedMails sealing) : IAccountStore
{
    private const string Select = $"select {AccountSql.Columns} from accounts a";

    public async Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(account.Tenant);
        batch.BatchCommands.Add(AccountSql.Insert(account, passwordHash));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Through the jobs' pool: whose account it is, is what is being asked.</summary>
    public async Task<PasswordRecord?> FindByEmailAsync(EmailAddress email, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand($"{Select} where a.email_key = $1");
        command.Parameters.AddWithValue(email.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? AccountSql.ReadWithHash(reader) : null;
    }

    /// <summary>Through the jobs' pool, as <see cref="FindByEmailAsync"/>.</summary>
    public async Task<Account?> FindBySubjectAsync(string provider, string subject, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand($"{Select} where a.provider = $1 and a.subject = $2");
        command.Parameters.AddWithValue(provider);
        command.Parameters.AddWithValue(subject);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? AccountSql.Read(reader) : null;
    }

    public async Task<PasswordRecord?> FindAsync(TenantId tenant, AccountId account, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(AccountSql.Command($"{Select} where a.tenant_id = $1 and a.account_id = $2", tenant.Value, account.Value));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? AccountSql.ReadWithHash(reader) : null;
    }

    public async Task<Team> ListAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(SelectTeam(tenant));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadTeamAsync(reader, cancellation);
    }

    public async Task<Account?> RenameAsync(TenantId tenant, AccountId account, string name, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(AccountSql.Command(
            $"update accounts a set name = $3 where a.tenant_id = $1 and a.account_id = $2 returning {AccountSql.Columns}", tenant.Value, account.Value, name));
        return await AccountSql.ReadOneAsync(batch, cancellation);
    }

    public async Task<bool> SetPasswordHashAsync(Account account, string seen, string hash, MailMessage? told, CancellationToken cancellation)
    {
        var update = AccountSql.Command(
            $"update accounts a set password_hash = $4 where a.tenant_id = $1 and a.account_id = $2 and a.password_hash = $3 returning {AccountSql.Columns}",
            account.Tenant.Value,
            account.Id.Value,
            seen,
            hash);
        return await sources.ChangeAsync(account.Tenant, update, told is null ? [] : [sealing.Seal(account.Tenant, told)], cancellation) is not null;
    }

    public async Task<Account?> AlignAsync(Account account, EmailAddress email, DateTimeOffset? verifiedAt, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(account.Tenant);
        var update = new NpgsqlBatchCommand(
            $"""
            update accounts a set email = $3, email_key = $4,
                email_verified_at = case when a.email_key = $4 then coalesce(a.email_verified_at, $5) else $5 end
            where a.tenant_id = $1 and a.account_id = $2 returning {AccountSql.Columns}
            """);
        update.Parameters.AddWithValue(account.Tenant.Value);
        update.Parameters.AddWithValue(account.Id.Value);
        update.Parameters.AddWithValue(email.Text);
        update.Parameters.AddWithValue(email.Key);
        update.Parameters.AddNullable(verifiedAt);
        batch.BatchCommands.Add(update);
        try
        {
            return await AccountSql.ReadOneAsync(batch, cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    public Task<Result<Account>> ChangeRoleAsync(TenantId tenant, AccountId account, AccountRole role, CancellationToken cancellation) => ChangeTeamAsync(
        tenant,
        team => team.ChangeRole(account, role),
        changed => AccountSql.Command(
            "update accounts set role = $3 where tenant_id = $1 and account_id = $2", tenant.Value, changed.Id.Value, changed.Role.Word()),
        cancellation);

    public Task<Result<Account>> RemoveAsync(TenantId tenant, AccountId account, CancellationToken cancellation) => ChangeTeamAsync(
        tenant,
        team => team.Remove(account),
        removed => AccountSql.Command("delete from accounts where tenant_id = $1 and account_id = $2", tenant.Value, removed.Id.Value),
        cancellation);

    private async Task<Result<Account>> ChangeTeamAsync(
        TenantId tenant, Func<Team, Result<Account>> decide, Func<Account, NpgsqlBatchCommand> write, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var team = await ReadLockedTeamAsync(connection, transaction, tenant, cancellation);
        var decided = decide(team);
        if (decided.IsSuccess)
        {
            await using var writes = new NpgsqlBatch(connection, transaction) { BatchCommands = { write(decided.Value) } };
            await writes.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return decided;
    }

    private static async Task<Team> ReadLockedTeamAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, CancellationToken cancellation)
    {
        // Each statement sees what was committed before it began: the list comes after the lock.
        await using var reads = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { TenantScope.Enter(tenant.Value), AccountSql.Command(AccountSql.LockTeam, tenant.Value), SelectTeam(tenant) },
        };
        await using var reader = await reads.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await ReadTeamAsync(reader, cancellation);
    }

    private static NpgsqlBatchCommand SelectTeam(TenantId tenant) =>
        AccountSql.Command($"{Select} where a.tenant_id = $1 order by a.account_id", tenant.Value);

    private static async Task<Team> ReadTeamAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        List<Account> accounts = [];
        while (await reader.ReadAsync(cancellation))
        {
            accounts.Add(AccountSql.Read(reader));
        }

        return new Team(accounts);
    }
}
