namespace RelayKit.Ledger;

/// <summary>An entry is not known to be durable. The lane it was written in is broken.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>Says why, with the fault underneath if there is one.</summary>
    public LedgerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
