namespace RelayKit.Client;

/// <summary>A request that is not a webhook of RelayKit's, or not one of now.</summary>
public sealed class WebhookVerificationException : Exception
{
    /// <param name="message">Why.</param>
    /// <param name="innerException">What was met.</param>
    public WebhookVerificationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
