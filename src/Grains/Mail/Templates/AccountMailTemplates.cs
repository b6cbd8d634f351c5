namespace RelayKit.Mail.Templates;

/// <summary>
/// Mails about accounts. A token stands in the fragment of a link: browsers send that to no server, so it is in no log.
/// </summary>
public static class AccountMailTemplates
{
    /// <summary>To an address that somebody gave.</summary>
    public static MailContent VerifyEmail(TokenInMail token) => WithToken(
        "verify-email",
        "Verify your e-mail address",
        "Somebody, presumably you, has given this address to RelayKit. Verify that it is yours.",
        "Verify the address",
        token);

    /// <summary>To somebody who has forgotten the password.</summary>
    public static MailContent ResetPassword(TokenInMail token) => WithToken(
        "reset-password",
        "Set a new password",
        "Somebody, presumably you, wants to set a new password for RelayKit. If it was not you, do nothing: the old one stays.",
        "Set a new password",
        token);

    /// <summary>To the address that an account is to move to.</summary>
    public static MailContent ChangeEmail(TokenInMail token) => WithToken(
        "change-email",
        "Confirm your new e-mail address",
        "Somebody, presumably you, wants to sign in to RelayKit with this address. Confirm it.",
        "Confirm the address",
        token);

    /// <summary>To the old address: whoever reads it can still act.</summary>
    public static MailContent ChangeEmailAsked() => new MailDraft("change-email-notice", "Your e-mail address is to be changed")
        .Say("A new e-mail address was asked for, for your RelayKit account. It takes effect when the new address confirms it. If it was not you, set a new password now.")
        .Build();

    /// <summary>To the old address, which is the account's no more.</summary>
    public static MailContent EmailChanged() => new MailDraft("email-changed", "Your e-mail address was changed")
        .Say("Your RelayKit account has another e-mail address now. If it was not you, write to whoever runs this service.")
        .Build();

    /// <summary>To somebody whose password is another now.</summary>
    public static MailContent PasswordChanged() => new MailDraft("password-changed", "Your password was changed")
        .Say("Your RelayKit account has a new password, and its other sessions have ended. If it was not you, set a new one now.")
        .Build();

    /// <summary>To somebody who may join a tenant.</summary>
    /// <param name="token">The token.</param>
    /// <param name="organization">The tenant's name, which its owner chose.</param>
    public static MailContent Invitation(TokenInMail token, string organization) => WithToken(
        "accept-invitation",
        "You are invited to RelayKit",
        "You are invited to join an organisation on RelayKit. Accept the invitation to set a password. If you do not know who invites you, do nothing.",
        "Accept the invitation",
        token,
        ("Organisation", organization));

    private static MailContent WithToken(string kind, string subject, string text, string label, TokenInMail token, params ReadOnlySpan<(string, string?)> facts) =>
        new MailDraft(kind, subject)
            .Say(text)
            .Facts(facts)
            .Action(label, token.ConsoleUrl is { } console ? $"{console.TrimEnd('/')}/{kind}#token={token.Token}" : null)
            .Code("Token", token.Token)
            .Say($"It is good once, until {token.ExpiresAt.Text()}.")
            .Build(token.ExpiresAt);
}

/// <summary>A token that a mail brings. Written nowhere else.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
/// <param name="ConsoleUrl">Where the console is, which takes the token; null where there is none, and the mail has the token alone.</param>
public sealed record TokenInMail(string Token, DateTimeOffset ExpiresAt, string? ConsoleUrl)
{
    /// <summary>Without the token, so that no log can hold it.</summary>
    public override string ToString() => $"TokenInMail {{ until {ExpiresAt:O} }}";
}
