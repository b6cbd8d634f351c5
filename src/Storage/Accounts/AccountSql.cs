using Npgsql;
using RelayKit.Accounts;
using RelayKit.Outbox;
using RelayKit.Storage.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Accounts;

/// <summary>Accounts as rows.</summary>
internal static class AccountSql
{
    /// <summary>What <see cref="Read"/> reads, of a table named <c>a</c>.</summary>
    public const string Columns =
        "a.tenant_id, a.account_id, a.email, a.email_verified_at, a.name, a.role, a.provider, a.subject, a.created_at, a.password_hash, a.signed_out_at";

    /// <summary>How many <see cref="Columns"/> are.</summary>
    public const int ColumnCount = 11;

    /// <summary>Changes of who is in a tenant, and as what, come one after the other: what is decided by all of its accounts then holds.</summary>
    public const string LockTeam = "select pg_advisory_xact_lock(18, hashtext($1::text))";

    public static Account Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = new AccountId(reader.GetGuid(1)),
        Email = EmailAddress.Parse(reader.GetString(2)),
        EmailVerifiedAt = reader.GetNullable<DateTimeOffset>(3),
        Name = reader.GetString(4),
        Role = AccountRoleText.Parse(reader.GetString(5)),
        Provider = reader.GetString(6),
        Subject = reader.GetString(7),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(8),
        SignedOutAt = reader.GetNullable<DateTimeOffset>(10),
    };

    public static PasswordRecord ReadWithHash(NpgsqlDataReader reader) => new(Read(reader), reader.GetNullableString(9));

    /// <summary>Writes an account, where there is none of its id; one of its address is a fault with <see cref="PostgresErrorCodes.UniqueViolation"/>.</summary>
    public static NpgsqlBatchCommand Insert(Account account, string? passwordHash)
    {
        var insert = new NpgsqlBatchCommand(
            """
            insert into accounts (tenant_id, account_id, email, email_key, email_verified_at, name, role, provider, subject, created_at, password_hash)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (tenant_id, account_id) do nothing
            """);
        insert.Parameters.AddWithValue(account.Tenant.Value);
        insert.Parameters.AddWithValue(account.Id.Value);
        insert.Parameters.AddWithValue(account.Email.Text);
        insert.Parameters.AddWithValue(account.Email.Key);
        insert.Parameters.AddNullable(account.EmailVerifiedAt);
        insert.Parameters.AddWithValue(account.Name);
        insert.Parameters.AddWithValue(account.Role.Word());
        insert.Parameters.AddWithValue(account.Provider);
        insert.Parameters.AddWithValue(account.Subject);
        insert.Parameters.AddWithValue(account.CreatedAt);
        insert.Parameters.AddNullable(passwordHash);
        return insert;
    }

    public static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    /// <summary>Changes one account, and mails of it if it was changed: both or neither.</summary>
    /// <param name="sources">The pools.</param>
    /// <param name="tenant">Whose account.</param>
    /// <param name="change">Changes it, and returns <see cref="Columns"/> of what it has changed.</param>
    /// <param name="mails">What is mailed then.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The account; null where nothing was changed.</returns>
    public static async Task<Account?> ChangeAsync(
        this PostgresDataSources sources, TenantId tenant, NpgsqlBatchCommand change, IReadOnlyCollection<OutboxMessage> mails, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { TenantScope.Enter(tenant.Value), change } };
        if (await ReadOneAsync(batch, cancellation) is not { } account)
        {
            return null;
        }

        await MailRows.AddAsync(connection, transaction, mails, cancellation);
        await transaction.CommitAsync(cancellation);
        return account;
    }

    public static async Task<Account?> ReadOneAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }
}
