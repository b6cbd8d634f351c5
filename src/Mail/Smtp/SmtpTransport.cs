using System.Net.Sockets;
using System.Security.Authentication;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace RelayKit.Mail.Smtp;

/// <summary>
/// Hands mails to an SMTP server, each over a connection of its own. SMTP knows no message by an id: one whose outcome is unknown is sent again and may come
/// twice, with the same Message-ID.
/// </summary>
internal sealed class SmtpTransport(IOptions<SmtpOptions> options, IOptions<MailOptions> mail, TimeProvider time) : IMailTransport
{
    private readonly SmtpOptions _options = options.Value;

    public string Name => "smtp";

    public TimeSpan? Memory => TimeSpan.Zero;

    public async Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        using var client = new SmtpClient
        {
            Timeout = _options.TimeoutSeconds * 1000,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        try
        {
            await ConnectAsync(client, cancellation);
        }
        catch (Exception fault) when (IsOfTheWire(fault) || fault is SslHandshakeException or AuthenticationException or SmtpCommandException or NotSupportedException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return SmtpClassification.OfConnecting(fault);
        }

        using var mime = MimeMail.Of(message, mail.Value, time.GetUtcNow());
        try
        {
            await client.SendAsync(FormatOptions.Default, mime, cancellation);
        }
        catch (Exception fault) when (IsOfTheWire(fault) || fault is SmtpCommandException or OperationCanceledException)
        {
            return SmtpClassification.OfSending(fault);
        }

        await LeaveAsync(client);
        return MailOutcome.Taken;
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellation)
    {
        var security = _options.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(_options.Host!, _options.Port, security, cancellation);
        if (_options is { UserName: { Length: > 0 } user, Password: { Length: > 0 } password })
        {
            await client.AuthenticateAsync(user, password, cancellation);
        }
    }

    /// <summary>The server has taken the mail; how it takes leave is of no account.</summary>
    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception fault) when (IsOfTheWire(fault) || fault is SmtpCommandException)
        {
            // It has hung up first.
        }
    }

    private static bool IsOfTheWire(Exception fault) => fault is IOException or SocketException or TimeoutException or ProtocolException or ServiceNotConnectedException;
}
