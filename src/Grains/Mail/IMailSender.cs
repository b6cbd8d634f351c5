namespace RelayKit.Mail;

/// <summary>Sends mail, or hands it to whoever does.</summary>
public interface IMailSender
{
    /// <summary>
    /// Takes a message over. When it returns, the message is not lost by a crash of this process; a message of the same
    /// <see cref="MailMessage.Id"/> again is sent once.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Gives up; the message may have been taken over all the same.</param>
    /// <exception cref="MailException">It could not be taken over.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellation);
}
