using Npgsql;
using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.Storage.Accounts;

internal sealed class PostgresAccountSessionStore(PostgresDataSources sources) : IAccountSessionStore
{
    private const string Columns = "s.tenant_id, s.session_id, s.account_id, s.created_at, s.last_seen_at, s.address, s.user_agent";

    public async Task AddAsync(AccountSession session, byte[] hash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(session.Tenant);
        var insert = AccountSql.Command(
            """
            insert into account_sessions (tenant_id, session_id, account_id, hash, created_at, last_seen_at, address, user_agent)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, session_id) do nothing
            """,
            session.Tenant.Value,
            session.Id,
            session.Account.Value,
            hash,
            session.CreatedAt,
            session.LastSeenAt);
        insert.Parameters.AddNullable(session.Address);
        insert.Parameters.AddNullable(session.UserAgent);
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Through the jobs' pool: whose session it is, is what is being asked.</summary>
    public async Task<SignedIn?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(
            $"select {AccountSql.Columns}, {Columns} from account_sessions s join accounts a using (tenant_id, account_id) where s.hash = $1");
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new SignedIn(Read(reader, AccountSql.ColumnCount), AccountSql.Read(reader)) : null;
    }

    public async Task<IReadOnlyList<AccountSession>> ListAsync(TenantId tenant, AccountId account, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(AccountSql.Command(
            $"select {Columns} from account_sessions s where s.tenant_id = $1 and s.account_id = $2 order by s.session_id desc", tenant.Value, account.Value));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        List<AccountSession> sessions = [];
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add(Read(reader, 0));
        }

        return sessions;
    }

    public async Task TouchAsync(AccountSession used, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(used.Tenant);
        var update = AccountSql.Command(
            "update account_sessions set last_seen_at = $3, address = $5, user_agent = $6 where tenant_id = $1 and session_id = $2 and last_seen_at <= $4",
            used.Tenant.Value,
            used.Id,
            used.LastSeenAt,
            used.LastSeenAt - AccountSession.TouchPeriod);
        update.Parameters.AddNullable(used.Address);
        update.Parameters.AddNullable(used.UserAgent);
        batch.BatchCommands.Add(update);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<bool> EndAsync(TenantId tenant, AccountId account, Guid session, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(AccountSql.Command(
            "delete from account_sessions where tenant_id = $1 and account_id = $2 and session_id = $3 returning 1", tenant.Value, account.Value, session));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation);
    }

    public async Task EndAllAsync(TenantId tenant, AccountId account, Guid? but, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var delete = AccountSql.Command(
            "delete from account_sessions where tenant_id = $1 and account_id = $2 and session_id is distinct from $3", tenant.Value, account.Value);
        delete.Parameters.AddNullable(but);
        batch.BatchCommands.Add(delete);
        batch.BatchCommands.Add(AccountSql.Command(
            "update accounts set signed_out_at = greatest(signed_out_at, $3) where tenant_id = $1 and account_id = $2", tenant.Value, account.Value, now));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static AccountSession Read(NpgsqlDataReader reader, int first) => new()
    {
        Tenant = new TenantId(reader.GetGuid(first)),
        Id = reader.GetGuid(first + 1),
        Account = new AccountId(reader.GetGuid(first + 2)),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 3),
        LastSeenAt = reader.GetFieldValue<DateTimeOffset>(first + 4),
        Address = reader.GetNullableString(first + 5),
        UserAgent = reader.GetNullableString(first + 6),
    };
}
