using System.Text;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Supabase;

namespace RelayKit.Api.Accounts.Supabase;

/// <summary>
/// Supabase Auth keeps the passwords. Mails and the tokens in them are RelayKit's, as with any provider; what a token does is done at Supabase first and
/// then here, so that it can be repeated when either fails.
/// </summary>
internal sealed class SupabaseProvider(
    GoTrueClient goTrue, IAccountStore accounts, IAccountTokenStore tokens, MailedTokens mailed, IMailOutbox mails, TimeProvider time) : IIdentityProvider
{
    public string Name => AuthOptions.Supabase;

    public async Task<Result<Credential>> EnrolAsync(Enrolment enrolment, CancellationToken cancellation)
    {
        if (await accounts.FindByEmailAsync(enrolment.Email, cancellation) is { } other && other.Account.Id != enrolment.Account)
        {
            return EmailTaken();
        }

        var made = await goTrue.CreateUserAsync(
            new NewGoTrueUser(enrolment.Account.Value, enrolment.Email.Text, enrolment.Password, null, enrolment.IsEmailVerified), cancellation);
        return made.IsSuccess ? new Credential(SubjectOf(made.Value.Id), null)
            : made.Error == GoTrueError.EmailExists ? await AdoptAsync(enrolment, cancellation)
            : ErrorOf(made.Error.Value);
    }

    public async Task<Result<Identity>> SignInAsync(EmailAddress email, string password, CancellationToken cancellation)
    {
        var checkedPassword = await CheckAsync(email, password, cancellation);
        if (checkedPassword.IsSuccess)
        {
            return IdentityOf(checkedPassword.Value, email);
        }

        // The password is right. Supabase lets nobody in before the address is confirmed; RelayKit does, to less.
        return checkedPassword.Error == GoTrueError.EmailNotConfirmed
            && await accounts.FindByEmailAsync(email, cancellation) is { Account: { } account } && account.Provider == Name
                ? new Identity(account.Subject, account.Email, false)
                : ErrorOf(checkedPassword.Error.Value);
    }

    public Task<MailedToken> BeginVerificationAsync(Account account, CancellationToken cancellation) =>
        mailed.MakeAsync(account, TokenPurpose.VerifyEmail, account.Email, cancellation);

    public async Task<Result<Identity>> VerifyEmailAsync(string token, CancellationToken cancellation)
    {
        if (await FindAsync(token, TokenPurpose.VerifyEmail, cancellation) is not ({ } found, { } account, var subject))
        {
            return InvalidToken();
        }

        var changed = await goTrue.UpdateUserAsync(subject, new GoTrueChange { EmailConfirm = true }, cancellation);
        return !changed.IsSuccess ? ErrorOfToken(changed.Error.Value)
            : await tokens.VerifyEmailAsync(found, time.GetUtcNow(), cancellation) is not null ? IdentityOf(changed.Value, account.Email)
            : InvalidToken();
    }

    public async Task<MailedToken?> BeginPasswordResetAsync(EmailAddress email, CancellationToken cancellation) =>
        await accounts.FindByEmailAsync(email, cancellation) is { Account: { } account } && account.Provider == Name
            ? await mailed.MakeAsync(account, TokenPurpose.ResetPassword, account.Email, cancellation)
            : null;

    public async Task<Result<Identity>> CompletePasswordResetAsync(string token, string password, CancellationToken cancellation)
    {
        if (await FindAsync(token, TokenPurpose.ResetPassword, cancellation) is not ({ } found, { } account, var subject))
        {
            return InvalidToken();
        }

        if (PasswordRules.FaultOf(password, account.Email, null) is { } fault)
        {
            return new Error(ErrorCode.PasswordRefused, fault);
        }

        var changed = await goTrue.UpdateUserAsync(subject, new GoTrueChange { Password = password, EmailConfirm = true }, cancellation);
        return !changed.IsSuccess ? ErrorOfToken(changed.Error.Value)
            : await tokens.ResetPasswordAsync(found, null, time.GetUtcNow(), AccountMails.PasswordChanged(account, found.Id), cancellation) is not null ? IdentityOf(changed.Value, account.Email)
            : InvalidToken();
    }

    public async Task<Result<MailedToken>> BeginEmailChangeAsync(Account account, EmailAddress to, CancellationToken cancellation) =>
        await IsTakenAsync(to, account, cancellation) ? EmailTaken() : await mailed.MakeAsync(account, TokenPurpose.ChangeEmail, to, cancellation);

    public async Task<Result<MovedIdentity>> CompleteEmailChangeAsync(string token, CancellationToken cancellation)
    {
        if (await FindAsync(token, TokenPurpose.ChangeEmail, cancellation) is not ({ NewEmail: { } to } found, { } account, var subject))
        {
            return InvalidToken();
        }

        // GoTrue answers an address that another user has with a fault, so it is asked before.
        if (await IsTakenAsync(to, account, cancellation))
        {
            return EmailTaken();
        }

        var changed = await goTrue.UpdateUserAsync(subject, new GoTrueChange { Email = to.Text, EmailConfirm = true }, cancellation);
        if (!changed.IsSuccess)
        {
            return ErrorOfToken(changed.Error.Value);
        }

        var moved = await tokens.ChangeEmailAsync(found, time.GetUtcNow(), AccountMails.EmailChanged(account, found.Id), cancellation);
        return moved.IsSuccess ? new MovedIdentity(IdentityOf(changed.Value, to), account.Email)
            : moved.Error.Code == ErrorCode.EmailTaken ? moved.Error
            : InvalidToken();
    }

    public async Task<Result<Identity>> ChangePasswordAsync(Account account, string current, string next, CancellationToken cancellation)
    {
        if (PasswordRules.FaultOf(next, account.Email, null) is { } fault)
        {
            return new Error(ErrorCode.PasswordRefused, fault);
        }

        var known = await CheckAsync(account.Email, current, cancellation);
        if (!known.IsSuccess && known.Error != GoTrueError.EmailNotConfirmed)
        {
            return ErrorOf(known.Error.Value, "The present password is wrong.");
        }

        if (!Guid.TryParseExact(account.Subject, "D", out var subject) || (known.IsSuccess && known.Value.Id != subject))
        {
            return new Error(ErrorCode.InvalidCredentials, "The present password is wrong.");
        }

        var changed = await goTrue.UpdateUserAsync(subject, new GoTrueChange { Password = next }, cancellation);
        if (!changed.IsSuccess)
        {
            return ErrorOf(changed.Error.Value, "The account is gone from Supabase.");
        }

        // No row of ours changes, so the mail has a transaction of its own.
        await mails.AddAsync(account.Tenant, AccountMails.PasswordChanged(account, Guid.CreateVersion7(time.GetUtcNow())), cancellation);
        return IdentityOf(changed.Value, account.Email);
    }

    public Task DeleteAsync(string subject, CancellationToken cancellation) =>
        Guid.TryParseExact(subject, "D", out var id) ? goTrue.DeleteUserAsync(id, cancellation) : Task.CompletedTask;

    /// <summary>How a user's id is written as <see cref="Account.Subject"/>.</summary>
    public static string SubjectOf(Guid user) => user.ToString("D");

    /// <summary>bcrypt would leave out what comes after 72 bytes, and Supabase would find the rest right.</summary>
    private async Task<GoTrueAnswer<GoTrueUser>> CheckAsync(EmailAddress email, string password, CancellationToken cancellation) =>
        Encoding.UTF8.GetByteCount(password) > PasswordRules.MaxBytes
            ? GoTrueError.InvalidCredentials
            : await goTrue.SignInAsync(email.Text, password, cancellation);

    /// <summary>
    /// Supabase knows the address and RelayKit does not: this very enrolment, which did not get to its end, or somebody who has signed up at Supabase for something
    /// else. Whoever knows that user's password is that user.
    /// </summary>
    private async Task<Result<Credential>> AdoptAsync(Enrolment enrolment, CancellationToken cancellation)
    {
        var known = await goTrue.SignInAsync(enrolment.Email.Text, enrolment.Password, cancellation);
        if (!known.IsSuccess && known.Error != GoTrueError.EmailNotConfirmed)
        {
            return known.Error == GoTrueError.InvalidCredentials ? EmailTaken() : ErrorOf(known.Error.Value);
        }

        var user = known.Value ?? await goTrue.FindUserByEmailAsync(enrolment.Email.Text, cancellation);
        if (user is null || await accounts.FindBySubjectAsync(Name, SubjectOf(user.Id), cancellation) is { } other && other.Id != enrolment.Account)
        {
            return EmailTaken();
        }

        if (enrolment.IsEmailVerified && user.EmailConfirmedAt is null
            && await goTrue.UpdateUserAsync(user.Id, new GoTrueChange { EmailConfirm = true }, cancellation) is { IsSuccess: false, Error: { } error })
        {
            return ErrorOf(error);
        }

        return new Credential(SubjectOf(user.Id), null);
    }

    private async Task<(AccountToken? Token, Account? Account, Guid Subject)> FindAsync(string token, TokenPurpose purpose, CancellationToken cancellation) =>
        await mailed.FindAsync(token, purpose, cancellation) is { } found
        && await accounts.FindAsync(found.Tenant, found.Account, cancellation) is { Account: { } account }
        && account.Provider == Name
        && Guid.TryParseExact(account.Subject, "D", out var subject)
            ? (found, account, subject)
            : default;

    private async Task<bool> IsTakenAsync(EmailAddress email, Account but, CancellationToken cancellation) =>
        (await accounts.FindByEmailAsync(email, cancellation) is { } other && other.Account.Id != but.Id)
        || (await goTrue.FindUserByEmailAsync(email.Text, cancellation) is { } user && SubjectOf(user.Id) != but.Subject);

    /// <param name="user">Whom Supabase tells of.</param>
    /// <param name="known">The address that it was found by, as the person writes it: Supabase has it in lower case.</param>
    private static Identity IdentityOf(GoTrueUser user, EmailAddress known) => new(
        SubjectOf(user.Id),
        EmailAddress.TryParse(user.Email, out var email) && !email.Equals(known) ? email : known,
        user.EmailConfirmedAt is not null);

    private static Error ErrorOfToken(GoTrueError error) => error == GoTrueError.UserNotFound ? InvalidToken() : ErrorOf(error);

    private static Error ErrorOf(GoTrueError error, string wrong = "E-mail address or password is wrong.") => error switch
    {
        GoTrueError.EmailExists => EmailTaken(),
        GoTrueError.WeakPassword => new Error(ErrorCode.PasswordRefused, "is too weak, or known from a leak, by the rules of the Supabase project; take another one"),
        GoTrueError.RateLimited => new Error(ErrorCode.Overloaded, "Supabase takes no more requests of this kind for now. Try again in a moment."),
        _ => new Error(ErrorCode.InvalidCredentials, wrong),
    };

    private static Error EmailTaken() => new(ErrorCode.EmailTaken, "An account has this address. Sign in with it, or use another address.");

    private static Error InvalidToken() => new(ErrorCode.InvalidToken, "The token is unknown, was used, or has run out. Ask for a new mail.");
}
