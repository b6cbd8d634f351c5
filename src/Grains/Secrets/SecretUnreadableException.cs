namespace RelayKit.Secrets;

/// <summary>A sealed secret that cannot be opened, or no key to seal one with. Says why and which key, and nothing of the secret.</summary>
public sealed class SecretUnreadableException : Exception
{
    /// <param name="message">Why.</param>
    /// <param name="innerException">What was met.</param>
    public SecretUnreadableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
