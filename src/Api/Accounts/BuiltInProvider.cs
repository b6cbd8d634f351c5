using RelayKit.Accounts;
using RelayKit.Api.Accounts.Passwords;

namespace RelayKit.Api.Accounts;

/// <summary>RelayKit keeps the passwords itself: bcrypt's hashes beside the accounts, and SHA-256 of the tokens that are mailed.</summary>
internal sealed partial class BuiltInProvider(
    IAccountStore accounts, IAccountTokenStore tokens, MailedTokens mailed, PasswordHashes hashes, TimeProvider time, ILogger<BuiltInProvider> logger) : IIdentityProvider
{
    public string Name => AuthOptions.BuiltIn;

    public async Task<Result<Credential>> EnrolAsync(Enrolment enrolment, CancellationToken cancellation)
    {
        // Hashed also where the address is taken, so that to be told so takes as long as to sign up.
        var hash = await hashes.HashAsync(enrolment.Password);
        if (!hash.IsSuccess)
        {
            return hash.Error;
        }

        return await accounts.FindByEmailAsync(enrolment.Email, cancellation) is { } other && other.Account.Id != enrolment.Account
            ? EmailTaken()
            : new Credential(enrolment.Account.ToString(), hash.Value);
    }

    public async Task<Result<Identity>> SignInAsync(EmailAddress email, string password, CancellationToken cancellation)
    {
        var found = await accounts.FindByEmailAsync(email, cancellation);
        var verified = await hashes.VerifyAsync(password, found?.PasswordHash);
        if (!verified.IsSuccess)
        {
            return verified.Error;
        }

        if (!verified.Value)
        {
            return new Error(ErrorCode.InvalidCredentials, "E-mail address or password is wrong.");
        }

        await UpgradeAsync(found!, password, cancellation);
        return IdentityOf(found!.Account);
    }

    public Task<MailedToken> BeginVerificationAsync(Account account, CancellationToken cancellation) =>
        mailed.MakeAsync(account, TokenPurpose.VerifyEmail, account.Email, cancellation);

    public async Task<Result<Identity>> VerifyEmailAsync(string token, CancellationToken cancellation) =>
        await mailed.FindAsync(token, TokenPurpose.VerifyEmail, cancellation) is { } found
        && await tokens.VerifyEmailAsync(found, time.GetUtcNow(), cancellation) is { } account
            ? IdentityOf(account)
            : InvalidToken();

    public async Task<MailedToken?> BeginPasswordResetAsync(EmailAddress email, CancellationToken cancellation) =>
        await accounts.FindByEmailAsync(email, cancellation) is { } found
            ? await mailed.MakeAsync(found.Account, TokenPurpose.ResetPassword, found.Account.Email, cancellation)
            : null;

    public async Task<Result<Identity>> CompletePasswordResetAsync(string token, string password, CancellationToken cancellation)
    {
        if (await mailed.FindAsync(token, TokenPurpose.ResetPassword, cancellation) is not { } found
            || await accounts.FindAsync(found.Tenant, found.Account, cancellation) is not { } record)
        {
            return InvalidToken();
        }

        if (PasswordRules.FaultOf(password, record.Account.Email, null) is { } fault)
        {
            return new Error(ErrorCode.PasswordRefused, fault);
        }

        var hash = await hashes.HashAsync(password);
        return !hash.IsSuccess ? hash.Error
            : await tokens.ResetPasswordAsync(found, hash.Value, time.GetUtcNow(), AccountMails.PasswordChanged(record.Account, found.Id), cancellation) is { } account ? IdentityOf(account)
            : InvalidToken();
    }

    public async Task<Result<MailedToken>> BeginEmailChangeAsync(Account account, EmailAddress to, CancellationToken cancellation) =>
        await accounts.FindByEmailAsync(to, cancellation) is { } other && other.Account.Id != account.Id
            ? EmailTaken()
            : await mailed.MakeAsync(account, TokenPurpose.ChangeEmail, to, cancellation);

    public async Task<Result<MovedIdentity>> CompleteEmailChangeAsync(string token, CancellationToken cancellation)
    {
        if (await mailed.FindAsync(token, TokenPurpose.ChangeEmail, cancellation) is not { } found
            || await accounts.FindAsync(found.Tenant, found.Account, cancellation) is not { } before)
        {
            return InvalidToken();
        }

        var changed = await tokens.ChangeEmailAsync(found, time.GetUtcNow(), AccountMails.EmailChanged(before.Account, found.Id), cancellation);
        return changed.IsSuccess ? new MovedIdentity(IdentityOf(changed.Value), before.Account.Email)
            : changed.Error.Code == ErrorCode.EmailTaken ? changed.Error
            : InvalidToken();
    }

    public async Task<Result<Identity>> ChangePasswordAsync(Account account, string current, string next, CancellationToken cancellation)
    {
        if (PasswordRules.FaultOf(next, account.Email, null) is { } fault)
        {
            return new Error(ErrorCode.PasswordRefused, fault);
        }

        var record = await accounts.FindAsync(account.Tenant, account.Id, cancellation);
        var verified = await hashes.VerifyAsync(current, record?.PasswordHash);
        if (!verified.IsSuccess || !verified.Value)
        {
            return verified.Error ?? new Error(ErrorCode.InvalidCredentials, "The present password is wrong.");
        }

        var hash = await hashes.HashAsync(next);
        if (!hash.IsSuccess)
        {
            return hash.Error;
        }

        var told = AccountMails.PasswordChanged(record!.Account, Guid.CreateVersion7(time.GetUtcNow()));
        return await accounts.SetPasswordHashAsync(account, record.PasswordHash!, hash.Value, told, cancellation)
            ? IdentityOf(record.Account)
            : new Error(ErrorCode.InvalidCredentials, "The password has been changed meanwhile.");
    }

    /// <summary>The hash goes with the account's row.</summary>
    public Task DeleteAsync(string subject, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A hash that is cheaper than those of today, such as one that came from elsewhere, is replaced now that the password is known.</summary>
    private async Task UpgradeAsync(PasswordRecord record, string password, CancellationToken cancellation)
    {
        if (!hashes.IsCheap(record.PasswordHash!))
        {
            return;
        }

        var hash = await hashes.HashAsync(password);
        if (hash.IsSuccess && await accounts.SetPasswordHashAsync(record.Account, record.PasswordHash!, hash.Value, null, cancellation))
        {
            LogUpgraded(record.Account.Id);
        }
    }

    private static Identity IdentityOf(Account account) => new(account.Subject, account.Email, account.EmailVerifiedAt is not null);

    private static Error EmailTaken() => new(ErrorCode.EmailTaken, "An account has this address. Sign in with it, or use another address.");

    private static Error InvalidToken() => new(ErrorCode.InvalidToken, "The token is unknown, was used, or has run out. Ask for a new mail.");

    [LoggerMessage(LogLevel.Information, "The password of {Account} was hashed anew, at today's cost")]
    private partial void LogUpgraded(AccountId account);
}
