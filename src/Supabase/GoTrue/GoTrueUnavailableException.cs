namespace RelayKit.Supabase;

/// <summary>
/// Supabase Auth could not be reached, had a fault of its own, or answered what only the operator can mend; nobody can say whether a password or a token
/// is good. Never has a secret, an address or a password in it.
/// </summary>
public sealed class GoTrueUnavailableException : Exception
{
    /// <summary>An answer that is none of those that are expected.</summary>
    public GoTrueUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>No answer.</summary>
    public GoTrueUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
