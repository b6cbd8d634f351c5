using System.Globalization;
using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Identifiers;
using RelayKit.Mail;

namespace RelayKit.Api.Accounts;

/// <summary>
/// The mails about accounts. A token stands in the fragment of a link: browsers send that to no server, so it is in no log.
/// </summary>
internal sealed class AccountMails(IMailSender sender, IOptions<AccountOptions> options)
{
    private readonly string? _console = options.Value.ConsoleUrl?.TrimEnd('/');

    public Task VerifyAsync(MailedToken token, CancellationToken cancellation) => SendAsync(
        "verify-email", token, "Verify your e-mail address", "Somebody, presumably you, has given this address to RelayKit. Verify that it is yours.", cancellation);

    public Task ResetAsync(MailedToken token, CancellationToken cancellation) => SendAsync(
        "reset-password", token, "Set a new password", "Somebody, presumably you, wants to set a new password for RelayKit. If it was not you, do nothing: the old one stays.", cancellation);

    public Task MoveAsync(MailedToken token, CancellationToken cancellation) => SendAsync(
        "change-email", token, "Confirm your new e-mail address", "Somebody, presumably you, wants to sign in to RelayKit with this address. Confirm it.", cancellation);

    /// <summary>Tells the old address that a new one was asked for: whoever reads it can still act.</summary>
    public Task MoveAskedAsync(Account account, MailedToken token, CancellationToken cancellation) => TellAsync(
        $"change-email-notice/{account.Id}/{token.Id:N}",
        "change-email-notice",
        account.Email,
        "Your e-mail address is to be changed",
        "A new e-mail address was asked for, for your RelayKit account. It takes effect when the new address confirms it. If it was not you, set a new password now.",
        cancellation);

    /// <summary>Tells the old address that it is the account's no more.</summary>
    public Task MovedAsync(Account account, EmailAddress old, CancellationToken cancellation) => TellAsync(
        $"email-changed/{account.Id}/{Guid.CreateVersion7():N}",
        "email-changed",
        old,
        "Your e-mail address was changed",
        "Your RelayKit account has another e-mail address now. If it was not you, write to whoever runs this service.",
        cancellation);

    public Task PasswordChangedAsync(Account account, CancellationToken cancellation) => TellAsync(
        $"password-changed/{account.Id}/{Guid.CreateVersion7():N}",
        "password-changed",
        account.Email,
        "Your password was changed",
        "Your RelayKit account has a new password, and its other sessions have ended. If it was not you, set a new one now.",
        cancellation);

    public Task InviteAsync(Invitation invitation, string token, string organization, CancellationToken cancellation) => SendAsync(
        "accept-invitation",
        new MailedToken(invitation.Email, token, invitation.Id, invitation.ExpiresAt),
        "You are invited to RelayKit",
        $"You are invited to join {OneLine(organization)} on RelayKit. Accept the invitation to set a password.",
        cancellation);

    private Task SendAsync(string kind, MailedToken token, string subject, string text, CancellationToken cancellation) => TellAsync(
        $"{kind}/{PublicId.Format("tok", token.Id)}",
        kind,
        token.To,
        subject,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{text}\n\n{(_console is null ? "" : $"{_console}/{kind}#token={token.Token}\n\n")}Token: {token.Token}\nIt is good once, until {token.ExpiresAt:yyyy-MM-dd HH:mm} UTC."),
        cancellation);

    private Task TellAsync(string id, string kind, EmailAddress to, string subject, string text, CancellationToken cancellation) =>
        sender.SendAsync(new MailMessage { Id = id, Kind = kind, To = to.Text, Subject = subject, Text = text }, cancellation);

    /// <summary>A name that somebody chose is not to look like lines of ours.</summary>
    private static string OneLine(string name) => string.Concat(name.Select(static c => char.IsControl(c) ? ' ' : c));
}
