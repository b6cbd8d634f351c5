using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;

namespace RelayKit.Api.Accounts;

/// <summary>The mails about accounts, with the ids that make them those and no others. Whoever writes what they tell of takes them along.</summary>
internal sealed class AccountMails(IOptions<AccountOptions> options)
{
    /// <summary>What a token that is mailed needs: the mail that brings it, and those that tell of it.</summary>
    public MailMessage[] Of(Account account, TokenPurpose purpose, MailedToken token) => purpose switch
    {
        TokenPurpose.VerifyEmail => [Bringing(AccountMailTemplates.VerifyEmail(InMail(token)), token)],
        TokenPurpose.ResetPassword => [Bringing(AccountMailTemplates.ResetPassword(InMail(token)), token)],
        _ =>
        [
            Bringing(AccountMailTemplates.ChangeEmail(InMail(token)), token),
            AccountMailTemplates.ChangeEmailAsked().To(account.Email.Text, $"change-email-notice/{account.Id}/{token.Id:N}"),
        ],
    };

    /// <summary>Somebody may join a tenant.</summary>
    public MailMessage Invitation(Invitation invitation, string token, string organization)
    {
        var mailed = new MailedToken(invitation.Email, token, invitation.Id, invitation.ExpiresAt);
        return Bringing(AccountMailTemplates.Invitation(InMail(mailed), organization), mailed);
    }

    /// <summary>Tells the old address that it is the account's no more.</summary>
    /// <param name="account">The account, as it was.</param>
    /// <param name="change">What has changed it: the token's id.</param>
    public static MailMessage EmailChanged(Account account, Guid change) =>
        AccountMailTemplates.EmailChanged().To(account.Email.Text, $"email-changed/{account.Id}/{change:N}");

    /// <summary>Tells that the password is another one.</summary>
    /// <param name="account">The account.</param>
    /// <param name="change">What has changed it: a token's id, or one of its own.</param>
    public static MailMessage PasswordChanged(Account account, Guid change) =>
        AccountMailTemplates.PasswordChanged().To(account.Email.Text, $"password-changed/{account.Id}/{change:N}");

    private static MailMessage Bringing(MailContent content, MailedToken token) => content.To(token.To.Text, $"{content.Kind}/{PublicId.Format("tok", token.Id)}");

    private TokenInMail InMail(MailedToken token) => new(token.Token, token.ExpiresAt, options.Value.ConsoleUrl);
}
