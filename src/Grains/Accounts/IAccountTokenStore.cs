using RelayKit.Mail;

namespace RelayKit.Accounts;

/// <summary>Where tokens that were mailed are stored; what they do and that they are gone is one transaction.</summary>
public interface IAccountTokenStore
{
    /// <summary>Writes a token, with the mails that bring it, in place of the account's others of its purpose: only the newest mail is good.</summary>
    Task AddAsync(AccountToken token, byte[] hash, IReadOnlyList<MailMessage> mails, CancellationToken cancellation);

    /// <summary>Finds a token by its hash, over all tenants; null when there is none.</summary>
    Task<AccountToken?> FindAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>Uses a token that verifies. Null when it was used meanwhile.</summary>
    Task<Account?> VerifyEmailAsync(AccountToken token, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Uses a token that sets a password; ends all sessions of the account and all its tokens. Null when it was used meanwhile.</summary>
    /// <param name="token">The token.</param>
    /// <param name="passwordHash">bcrypt's hash of the password; null where another provider keeps it.</param>
    /// <param name="now">The instant.</param>
    /// <param name="told">The mail that tells of it, which is sent if the token is used.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Account?> ResetPasswordAsync(AccountToken token, string? passwordHash, DateTimeOffset now, MailMessage told, CancellationToken cancellation);

    /// <summary>
    /// Uses a token that moves the account to <see cref="AccountToken.NewEmail"/>; ends all its tokens. <see cref="ErrorCode.InvalidToken"/>
    /// when it was used meanwhile, <see cref="ErrorCode.EmailTaken"/> when somebody else has the address meanwhile.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The instant.</param>
    /// <param name="told">The mail that tells of it, which is sent if the token is used.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Result<Account>> ChangeEmailAsync(AccountToken token, DateTimeOffset now, MailMessage told, CancellationToken cancellation);
}
