using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace RelayKit.Mail.Smtp;

/// <summary>
/// What an SMTP server's answer means for a mail. Of what the server says only the number is passed on: its words may quote the address.
/// </summary>
internal static class SmtpClassification
{
    private const int FirstPermanent = 500;

    /// <summary>Before the mail was handed over: it was not taken.</summary>
    public static MailOutcome OfConnecting(Exception fault) => fault switch
    {
        AuthenticationException => MailOutcome.NotYet("The SMTP server refuses user name or password. RelayKit__Smtp__UserName and RelayKit__Smtp__Password have to be mended."),
        SslHandshakeException => MailOutcome.NotYet("The SMTP server's certificate is not trusted, or it speaks no TLS of 1.2 or later."),
        NotSupportedException => MailOutcome.NotYet("The SMTP server offers no STARTTLS. RelayKit__Smtp__Security says what is demanded."),
        SmtpCommandException refused => MailOutcome.NotYet(Says(refused)),
        _ => MailOutcome.NotYet($"The SMTP server could not be reached ({fault.GetType().Name})."),
    };

    /// <summary>While it was handed over.</summary>
    public static MailOutcome OfSending(Exception fault) => fault switch
    {
        // The server refuses this mail, its sender or its recipient: for good by a number from 500 on (RFC 5321, section 4.2.1).
        SmtpCommandException { StatusCode: var status } refused => (int)status >= FirstPermanent
            ? MailOutcome.Refused(Says(refused))
            : MailOutcome.NotYet(Says(refused)),
        _ => MailOutcome.Unknown($"The connection to the SMTP server was lost while the mail was handed over ({fault.GetType().Name})."),
    };

    private static string Says(SmtpCommandException refused) => string.Create(
        CultureInfo.InvariantCulture, $"The SMTP server answered {(int)refused.StatusCode} ({refused.ErrorCode}).");
}
