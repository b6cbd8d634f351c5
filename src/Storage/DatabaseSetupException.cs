namespace RelayKit.Storage;

/// <summary>The database is not as RelayKit needs it, and only an operator can mend that. The message is written for the operator.</summary>
public sealed class DatabaseSetupException : Exception
{
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What PostgreSQL said, where it was PostgreSQL that refused.</param>
    public DatabaseSetupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
