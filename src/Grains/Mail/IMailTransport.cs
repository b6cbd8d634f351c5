namespace RelayKit.Mail;

/// <summary>The way by which mails leave: a provider's API, an SMTP server, or files.</summary>
public interface IMailTransport
{
    /// <summary>Its name, for operators: <c>resend</c>, <c>smtp</c>, <c>files</c>.</summary>
    string Name { get; }

    /// <summary>
    /// For how long the other end knows a message by its id, and takes one that is sent again for the same. Null where it does so for ever; zero where it knows
    /// nothing, so that a message whose outcome is unknown may come twice.
    /// </summary>
    TimeSpan? Memory { get; }

    /// <summary>Sends a message. Expected outcomes are results; whatever is thrown counts as an unknown one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Gives up; then nobody knows whether it was sent.</param>
    Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellation);
}
