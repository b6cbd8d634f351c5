using Npgsql;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Storage.Accounts;

/// <summary>A token is used by deleting its row: of two who use it at once, one finds it.</summary>
internal sealed class PostgresAccountTokenStore(PostgresDataSources sources, SealedMails sealing) : IAccountTokenStore
{
    /// <summary>Deletes the token, and does the rest only where it was there.</summary>
    private const string Used = "with used as (delete from account_tokens where tenant_id = $1 and token_id = $2 returning account_id)";

    private const string Verify =
        $"""
        {Used}
        update accounts a set email_verified_at = coalesce(a.email_verified_at, $3)
        from used where a.tenant_id = $1 and a.account_id = used.account_id returning {AccountSql.Columns}
        """;

    private const string Reset =
        $"""
        {Used},
        others as (delete from account_tokens t using used where t.tenant_id = $1 and t.account_id = used.account_id and t.token_id <> $2),
        ended as (delete from account_sessions s using used where s.tenant_id = $1 and s.account_id = used.account_id)
        update accounts a set password_hash = $4, email_verified_at = coalesce(a.email_verified_at, $3), signed_out_at = greatest(a.signed_out_at, $3)
        from used where a.tenant_id = $1 and a.account_id = used.account_id returning {AccountSql.Columns}
        """;

    private const string Move =
        $"""
        {Used},
        others as (delete from account_tokens t using used where t.tenant_id = $1 and t.account_id = used.account_id and t.token_id <> $2)
        update accounts a set email = $4, email_key = $5, email_verified_at = $3
        from used where a.tenant_id = $1 and a.account_id = used.account_id returning {AccountSql.Columns}
        """;

    public async Task AddAsync(AccountToken token, byte[] hash, IReadOnlyList<MailMessage> mails, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(token.Tenant);
        var insert = AccountSql.Command(
            """
            insert into account_tokens as t (tenant_id, token_id, account_id, purpose, hash, created_at, expires_at, new_email)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (tenant_id, account_id, purpose) do update set token_id = excluded.token_id, hash = excluded.hash,
                created_at = excluded.created_at, expires_at = excluded.expires_at, new_email = excluded.new_email
            """,
            token.Tenant.Value,
            token.Id,
            token.Account.Value,
            WordOf(token.Purpose),
            hash,
            token.CreatedAt,
            token.ExpiresAt);
        insert.Parameters.AddNullable(token.NewEmail?.Text);
        batch.BatchCommands.Add(insert);
        OutboxSql.Add(batch, [.. mails.Select(mail => sealing.Seal(token.Tenant, mail))]);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Through the jobs' pool: whose token it is, is what is being asked.</summary>
    public async Task<AccountToken?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(
            "select tenant_id, token_id, account_id, purpose, created_at, expires_at, new_email from account_tokens where hash = $1");
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return !await reader.ReadAsync(cancellation) ? null : new AccountToken
        {
            Tenant = new TenantId(reader.GetGuid(0)),
            Id = reader.GetGuid(1),
            Account = new AccountId(reader.GetGuid(2)),
            Purpose = PurposeOf(reader.GetString(3)),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(4),
            ExpiresAt = reader.GetFieldValue<DateTimeOffset>(5),
            NewEmail = reader.GetNullableString(6) is { } email ? EmailAddress.Parse(email) : null,
        };
    }

    public Task<Account?> VerifyEmailAsync(AccountToken token, DateTimeOffset now, CancellationToken cancellation) =>
        UseAsync(token, AccountSql.Command(Verify, token.Tenant.Value, token.Id, now), null, cancellation);

    public Task<Account?> ResetPasswordAsync(AccountToken token, string? passwordHash, DateTimeOffset now, MailMessage told, CancellationToken cancellation)
    {
        var reset = AccountSql.Command(Reset, token.Tenant.Value, token.Id, now);
        reset.Parameters.AddNullable(passwordHash);
        return UseAsync(token, reset, told, cancellation);
    }

    public async Task<Result<Account>> ChangeEmailAsync(AccountToken token, DateTimeOffset now, MailMessage told, CancellationToken cancellation)
    {
        var email = token.NewEmail ?? throw new ArgumentException("The token is none that changes the address.", nameof(token));
        try
        {
            return await UseAsync(token, AccountSql.Command(Move, token.Tenant.Value, token.Id, now, email.Text, email.Key), told, cancellation) is { } account
                ? account
                : new Error(ErrorCode.InvalidToken, "The token was used meanwhile.");
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Error(ErrorCode.EmailTaken, "Another account has this address meanwhile.");
        }
    }

    private Task<Account?> UseAsync(AccountToken token, NpgsqlBatchCommand use, MailMessage? told, CancellationToken cancellation) =>
        sources.ChangeAsync(token.Tenant, use, told is null ? [] : [sealing.Seal(token.Tenant, told)], cancellation);

    private static string WordOf(TokenPurpose purpose) => purpose switch
    {
        TokenPurpose.VerifyEmail => "verify_email",
        TokenPurpose.ResetPassword => "reset_password",
        _ => "change_email",
    };

    private static TokenPurpose PurposeOf(string word) => word switch
    {
        "verify_email" => TokenPurpose.VerifyEmail,
        "reset_password" => TokenPurpose.ResetPassword,
        _ => TokenPurpose.ChangeEmail,
    };
}
