using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>Where accounts are stored.</summary>
public interface IAccountStore
{
    /// <summary>Writes the first account of a tenant that is there. The same account again changes nothing.</summary>
    /// <returns>False when another account has the address.</returns>
    Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken cancellation);

    /// <summary>Finds an account by its address, over all tenants; null when there is none.</summary>
    Task<PasswordRecord?> FindByEmailAsync(EmailAddress email, CancellationToken cancellation);

    /// <summary>Finds an account by what its provider calls it, over all tenants; null when there is none.</summary>
    Task<Account?> FindBySubjectAsync(string provider, string subject, CancellationToken cancellation);

    /// <summary>Reads an account of a tenant with its password's hash; null when there is none.</summary>
    Task<PasswordRecord?> FindAsync(TenantId tenant, AccountId account, CancellationToken cancellation);

    /// <summary>All accounts of a tenant, the oldest first.</summary>
    Task<Team> ListAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Changes what the person is called. Null when there is no such account.</summary>
    Task<Account?> RenameAsync(TenantId tenant, AccountId account, string name, CancellationToken cancellation);

    /// <summary>Replaces the password's hash, if it still is what the caller saw. False when it is not.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="seen">The hash that the caller saw.</param>
    /// <param name="hash">The new one.</param>
    /// <param name="told">The mail that tells of it, which is sent if it is replaced; null where the password stays the same.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<bool> SetPasswordHashAsync(Account account, string seen, string hash, MailMessage? told, CancellationToken cancellation);

    /// <summary>
    /// Writes what a provider says of an account: its address, and since when that is verified (an earlier instant stays). Null when another
    /// account has the address, or the account is gone.
    /// </summary>
    Task<Account?> AlignAsync(Account account, EmailAddress email, DateTimeOffset? verifiedAt, CancellationToken cancellation);

    /// <summary>Changes an account's role as the team decides, one change of a tenant at a time.</summary>
    Task<Result<Account>> ChangeRoleAsync(TenantId tenant, AccountId account, AccountRole role, CancellationToken cancellation);

    /// <summary>Removes an account as the team decides, with its sessions and tokens, one change of a tenant at a time.</summary>
    Task<Result<Account>> RemoveAsync(TenantId tenant, AccountId account, CancellationToken cancellation);
}

/// <summary>An account with what its password is checked against.</summary>
/// <param name="Account">The account.</param>
/// <param name="PasswordHash">bcrypt's hash; null where another provider keeps it.</param>
public sealed record PasswordRecord(Account Account, string? PasswordHash)
{
    /// <summary>Without the hash, so that no log can hold it.</summary>
    public override string ToString() => $"PasswordRecord {{ {Account.Id} }}";
}
