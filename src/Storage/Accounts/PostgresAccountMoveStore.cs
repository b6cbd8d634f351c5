using Npgsql;
using RelayKit.Accounts;

namespace RelayKit.Storage.Accounts;

internal sealed class PostgresAccountMoveStore(PostgresDataSources sources) : IAccountMoveStore
{
    private const string Move =
        $"""
        update accounts a set provider = $3, subject = $4, password_hash = $7
        where a.tenant_id = $1 and a.account_id = $2 and a.provider = $5 and a.subject = $6 returning {AccountSql.Columns}
        """;

    /// <summary>Through the jobs' pool: it goes over all tenants.</summary>
    public async Task<IReadOnlyList<PasswordRecord>> ListAsync(string provider, AccountId? after, int count, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(
            $"select {AccountSql.Columns} from accounts a where a.provider = $1 and a.account_id > $2 order by a.account_id limit $3");
        command.Parameters.AddWithValue(provider);
        command.Parameters.AddWithValue(after?.Value ?? Guid.Empty);
        command.Parameters.AddWithValue(count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<PasswordRecord> page = [];
        while (await reader.ReadAsync(cancellation))
        {
            page.Add(AccountSql.ReadWithHash(reader));
        }

        return page;
    }

    public async Task<Account?> MoveAsync(Account seen, string provider, string subject, string? passwordHash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(seen.Tenant);
        var move = AccountSql.Command(Move, seen.Tenant.Value, seen.Id.Value, provider, subject, seen.Provider, seen.Subject);
        move.Parameters.AddNullable(passwordHash);
        batch.BatchCommands.Add(move);
        try
        {
            return await AccountSql.ReadOneAsync(batch, cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }
}
