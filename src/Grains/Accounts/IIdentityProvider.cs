namespace RelayKit.Accounts;

/// <summary>
/// Who keeps the passwords of accounts, and knows whose address is verified: RelayKit itself, or a service. Accounts, roles, invitations,
/// sessions and mails are RelayKit's with any provider. Expected outcomes are errors; one that cannot be reached throws.
/// </summary>
public interface IIdentityProvider
{
    /// <summary>What <see cref="Account.Provider"/> is of accounts that it keeps.</summary>
    string Name { get; }

    /// <summary>
    /// Takes a new password in. Called before the account is written; again with the same values when that failed or nobody knows, and has to
    /// succeed then.
    /// </summary>
    /// <param name="enrolment">Whose, and which.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// The credential; <see cref="ErrorCode.EmailTaken"/>, <see cref="ErrorCode.PasswordRefused"/> or <see cref="ErrorCode.Overloaded"/>.
    /// </returns>
    Task<Result<Credential>> EnrolAsync(Enrolment enrolment, CancellationToken cancellation);

    /// <summary>
    /// Checks a password. Takes as long for an address that nobody has as for one with another password.
    /// </summary>
    /// <returns>Who it is; <see cref="ErrorCode.InvalidCredentials"/> or <see cref="ErrorCode.Overloaded"/>.</returns>
    Task<Result<Identity>> SignInAsync(EmailAddress email, string password, CancellationToken cancellation);

    /// <summary>Mails a token that shows, when it comes back, that mail to the account's address reaches its owner.</summary>
    /// <returns>What was mailed.</returns>
    Task<MailedToken> BeginVerificationAsync(Account account, CancellationToken cancellation);

    /// <summary>Takes such a token back; it is good once.</summary>
    /// <returns>Whose address is verified now; <see cref="ErrorCode.InvalidToken"/>.</returns>
    Task<Result<Identity>> VerifyEmailAsync(string token, CancellationToken cancellation);

    /// <summary>Mails a token that sets a new password.</summary>
    /// <returns>What was mailed; null where nobody has the address.</returns>
    Task<MailedToken?> BeginPasswordResetAsync(EmailAddress email, CancellationToken cancellation);

    /// <summary>Takes such a token back and sets the password, and mails that it was set. The address counts as verified: the mail has arrived.</summary>
    /// <returns>
    /// Whose password it is now; <see cref="ErrorCode.InvalidToken"/>, <see cref="ErrorCode.PasswordRefused"/> (the token stays good then) or
    /// <see cref="ErrorCode.Overloaded"/>.
    /// </returns>
    Task<Result<Identity>> CompletePasswordResetAsync(string token, string password, CancellationToken cancellation);

    /// <summary>Mails a token that moves the account to another address, to that address, and tells the old one.</summary>
    /// <returns>What was mailed; <see cref="ErrorCode.EmailTaken"/>.</returns>
    Task<Result<MailedToken>> BeginEmailChangeAsync(Account account, EmailAddress to, CancellationToken cancellation);

    /// <summary>Takes such a token back and moves the account, and tells the old address. Tokens that were mailed to the old address are good for nothing then.</summary>
    /// <returns>Who it is, with the new address, and the old one; <see cref="ErrorCode.InvalidToken"/> or <see cref="ErrorCode.EmailTaken"/>.</returns>
    Task<Result<MovedIdentity>> CompleteEmailChangeAsync(string token, CancellationToken cancellation);

    /// <summary>Sets another password for somebody who knows the present one, and mails that it was set.</summary>
    /// <returns>
    /// Who it is; <see cref="ErrorCode.InvalidCredentials"/>, <see cref="ErrorCode.PasswordRefused"/> or <see cref="ErrorCode.Overloaded"/>.
    /// </returns>
    Task<Result<Identity>> ChangePasswordAsync(Account account, string current, string next, CancellationToken cancellation);

    /// <summary>Forgets somebody; does nothing where it knows nobody of that subject. Called after the account's row is gone.</summary>
    Task DeleteAsync(string subject, CancellationToken cancellation);
}
