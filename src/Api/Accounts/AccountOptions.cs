using System.ComponentModel.DataAnnotations;
using RelayKit.Accounts;

namespace RelayKit.Api.Accounts;

/// <summary>How people sign up and in. Section <c>RelayKit:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Accounts";

    private const int Most = 1_000_000;

    /// <summary>
    /// Where the console is, as people reach it: what links in mails begin with. Null for none: mails then have the token alone, for
    /// whoever builds the page.
    /// </summary>
    [Url(ErrorMessage = "RelayKit__Accounts__ConsoleUrl has to be a URL such as https://console.example.com.")]
    public string? ConsoleUrl { get; set; }

    /// <summary>Whether an account may change things in live mode, make live keys and invite others only once its address is verified. Default: true.</summary>
    public bool VerifyEmailFirst { get; set; } = true;

    /// <summary>Days after which a session that nobody used ends. Default: 7.</summary>
    [Range(1, 90, ErrorMessage = "RelayKit__Accounts__SessionIdleDays has to be from 1 to 90.")]
    public int SessionIdleDays { get; set; } = 7;

    /// <summary>Days after which a session ends however much it is used. Default: 30.</summary>
    [Range(1, 365, ErrorMessage = "RelayKit__Accounts__SessionDays has to be from 1 to 365.")]
    public int SessionDays { get; set; } = 30;

    /// <summary>bcrypt's cost: each more doubles the time. Default: 12, some 0.3 s of a processor. A hash of a lower cost is replaced at sign-in.</summary>
    [Range(12, 16, ErrorMessage = "RelayKit__Accounts__PasswordCost has to be from 12 to 16.")]
    public int PasswordCost { get; set; } = 12;

    /// <summary>Passwords that wait for their turn at most, for each worker. Default: 8, some 3 s. Beyond, requests are answered 503.</summary>
    [Range(1, 1000, ErrorMessage = "RelayKit__Accounts__PasswordsWaiting has to be from 1 to 1000.")]
    public int PasswordsWaiting { get; set; } = 8;

    /// <summary>Sign-ins with a wrong password at once, from one address, in each process. Default: 20.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignInsPerAddress has to be from 1 to 1000000.")]
    public int SignInsPerAddress { get; set; } = 20;

    /// <summary>Seconds in which an address gets one of them back. Default: 3.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignInSecondsPerAddress has to be from 1 to 1000000.")]
    public int SignInSecondsPerAddress { get; set; } = 3;

    /// <summary>Sign-ins to one account with a wrong password at once, from all addresses that it has not been signed in to from. Default: 10.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignInsPerAccount has to be from 1 to 1000000.")]
    public int SignInsPerAccount { get; set; } = 10;

    /// <summary>Seconds in which an account gets one of them back. Default: 30.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignInSecondsPerAccount has to be from 1 to 1000000.")]
    public int SignInSecondsPerAccount { get; set; } = 30;

    /// <summary>Sign-ups and accepted invitations at once, from one address, in each process. Default: 5.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignUpsPerAddress has to be from 1 to 1000000.")]
    public int SignUpsPerAddress { get; set; } = 5;

    /// <summary>Seconds in which an address gets one of them back. Default: 60.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__SignUpSecondsPerAddress has to be from 1 to 1000000.")]
    public int SignUpSecondsPerAddress { get; set; } = 60;

    /// <summary>Mails that can be asked for at once, from one address, and to one account. Default: 5.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__MailsAtOnce has to be from 1 to 1000000.")]
    public int MailsAtOnce { get; set; } = 5;

    /// <summary>Seconds in which one of them comes back. Default: 60.</summary>
    [Range(1, Most, ErrorMessage = "RelayKit__Accounts__MailSeconds has to be from 1 to 1000000.")]
    public int MailSeconds { get; set; } = 60;

    /// <summary>How long sessions last.</summary>
    internal SessionLife SessionLife => new(TimeSpan.FromDays(SessionIdleDays), TimeSpan.FromDays(SessionDays));
}
