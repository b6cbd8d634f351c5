using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Accounts;

/// <summary>The tables of accounts and of mailed tokens, with the rules that PostgreSQL keeps.</summary>
internal sealed class AccountsInMemory : IAccountStore, IAccountTokenStore, IAccountMoveStore
{
    private readonly Dictionary<AccountId, PasswordRecord> _accounts = [];
    private readonly Dictionary<string, AccountToken> _tokens = [];

    /// <summary>The mails that were written with what they tell of.</summary>
    public List<MailMessage> Mails { get; } = [];

    public Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken cancellation)
    {
        if (_accounts.ContainsKey(account.Id))
        {
            return Task.FromResult(true);
        }

        var isFree = !HasOther(account.Id, other => other.Email.Equals(account.Email) || (other.Provider, other.Subject) == (account.Provider, account.Subject));
        if (isFree)
        {
            _accounts.Add(account.Id, new PasswordRecord(account, passwordHash));
        }

        return Task.FromResult(isFree);
    }

    public Task<PasswordRecord?> FindByEmailAsync(EmailAddress email, CancellationToken cancellation) =>
        Task.FromResult(_accounts.Values.SingleOrDefault(record => record.Account.Email.Equals(email)));

    public Task<Account?> FindBySubjectAsync(string provider, string subject, CancellationToken cancellation) =>
        Task.FromResult(_accounts.Values.SingleOrDefault(record => (record.Account.Provider, record.Account.Subject) == (provider, subject))?.Account);

    public Task<PasswordRecord?> FindAsync(TenantId tenant, AccountId account, CancellationToken cancellation) =>
        Task.FromResult(_accounts.GetValueOrDefault(account) is { } record && record.Account.Tenant == tenant ? record : null);

    public Task<bool> SetPasswordHashAsync(Account account, string seen, string hash, MailMessage? told, CancellationToken cancellation)
    {
        var isSame = _accounts.TryGetValue(account.Id, out var record) && record.PasswordHash == seen;
        if (isSame)
        {
            _accounts[account.Id] = record! with { PasswordHash = hash };
            Mails.AddRange(told is null ? [] : [told]);
        }

        return Task.FromResult(isSame);
    }

    public Task<Account?> AlignAsync(Account account, EmailAddress email, DateTimeOffset? verifiedAt, CancellationToken cancellation) =>
        Task.FromResult(HasOther(account.Id, other => other.Email.Equals(email)) ? null : Change(account.Id, found => found with
        {
            Email = email,
            EmailVerifiedAt = found.Email.Equals(email) ? found.EmailVerifiedAt ?? verifiedAt : verifiedAt,
        }));

    public Task AddAsync(AccountToken token, byte[] hash, IReadOnlyList<MailMessage> mails, CancellationToken cancellation)
    {
        foreach (var (other, _) in _tokens.Where(other => other.Value.Account == token.Account && other.Value.Purpose == token.Purpose).ToList())
        {
            _tokens.Remove(other);
        }

        _tokens.Add(Convert.ToHexString(hash), token);
        Mails.AddRange(mails);
        return Task.CompletedTask;
    }

    public Task<AccountToken?> FindAsync(byte[] hash, CancellationToken cancellation) => Task.FromResult(_tokens.GetValueOrDefault(Convert.ToHexString(hash)));

    public Task<Account?> VerifyEmailAsync(AccountToken token, DateTimeOffset now, CancellationToken cancellation) =>
        Task.FromResult(Use(token) ? Change(token.Account, account => account with { EmailVerifiedAt = account.EmailVerifiedAt ?? now }) : null);

    public Task<Account?> ResetPasswordAsync(AccountToken token, string? passwordHash, DateTimeOffset now, MailMessage told, CancellationToken cancellation)
    {
        if (!Use(token))
        {
            return Task.FromResult<Account?>(null);
        }

        ForgetTokensOf(token.Account);
        Mails.Add(told);
        _accounts[token.Account] = _accounts[token.Account] with { PasswordHash = passwordHash };
        return Task.FromResult(Change(token.Account, account => account with { EmailVerifiedAt = account.EmailVerifiedAt ?? now, SignedOutAt = now }));
    }

    public Task<Result<Account>> ChangeEmailAsync(AccountToken token, DateTimeOffset now, MailMessage told, CancellationToken cancellation)
    {
        if (HasOther(token.Account, other => other.Email.Equals(token.NewEmail)))
        {
            return Task.FromResult<Result<Account>>(new Error(ErrorCode.EmailTaken, "Taken."));
        }

        if (!Use(token))
        {
            return Task.FromResult<Result<Account>>(new Error(ErrorCode.InvalidToken, "Used."));
        }

        ForgetTokensOf(token.Account);
        Mails.Add(told);
        return Task.FromResult<Result<Account>>(Change(token.Account, account => account with { Email = token.NewEmail!, EmailVerifiedAt = now })!);
    }

    public Task<IReadOnlyList<PasswordRecord>> ListAsync(string provider, AccountId? after, int count, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PasswordRecord>>([.. _accounts.Values
            .Where(record => record.Account.Provider == provider && record.Account.Id.Value.CompareTo(after?.Value ?? Guid.Empty) > 0)
            .OrderBy(static record => record.Account.Id.Value).Take(count)]);

    public Task<Account?> MoveAsync(Account seen, string provider, string subject, string? passwordHash, CancellationToken cancellation)
    {
        if (!_accounts.TryGetValue(seen.Id, out var record)
            || (record.Account.Provider, record.Account.Subject) != (seen.Provider, seen.Subject)
            || HasOther(seen.Id, other => (other.Provider, other.Subject) == (provider, subject)))
        {
            return Task.FromResult<Account?>(null);
        }

        _accounts[seen.Id] = record with { PasswordHash = passwordHash };
        return Task.FromResult(Change(seen.Id, account => account with { Provider = provider, Subject = subject }));
    }

    /// <summary>As signing out everywhere does.</summary>
    public Account SignOut(AccountId id, DateTimeOffset now) => Change(id, account => account with { SignedOutAt = now })!;

    public Task<Team> ListAsync(TenantId tenant, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Account?> RenameAsync(TenantId tenant, AccountId account, string name, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<Account>> ChangeRoleAsync(TenantId tenant, AccountId account, AccountRole role, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<Account>> RemoveAsync(TenantId tenant, AccountId account, CancellationToken cancellation)
    {
        var removed = _accounts[account].Account;
        _accounts.Remove(account);
        ForgetTokensOf(account);
        return Task.FromResult<Result<Account>>(removed);
    }

    private bool HasOther(AccountId id, Func<Account, bool> predicate) => _accounts.Values.Any(record => record.Account.Id != id && predicate(record.Account));

    private bool Use(AccountToken token) => _tokens.SingleOrDefault(other => other.Value.Id == token.Id) is { Key: { } hash } && _tokens.Remove(hash);

    private void ForgetTokensOf(AccountId account)
    {
        foreach (var (hash, _) in _tokens.Where(other => other.Value.Account == account).ToList())
        {
            _tokens.Remove(hash);
        }
    }

    private Account? Change(AccountId id, Func<Account, Account> change)
    {
        if (!_accounts.TryGetValue(id, out var record))
        {
            return null;
        }

        _accounts[id] = record with { Account = change(record.Account) };
        return _accounts[id].Account;
    }
}
