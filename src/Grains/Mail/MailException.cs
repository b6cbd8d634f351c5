namespace RelayKit.Mail;

/// <summary>A message could not be taken over. Says which, and neither to whom nor what.</summary>
public sealed class MailException : Exception
{
    /// <param name="messageId">The message's id.</param>
    /// <param name="innerException">What went wrong; null when nothing was thrown.</param>
    public MailException(string messageId, Exception? innerException)
        : base($"The mail {messageId} could not be taken over.", innerException)
    {
    }
}
