namespace RelayKit.Retention;

/// <summary>How long a table's rows are kept; <see cref="RetentionRules.Before"/> has the periods.</summary>
public enum RetentionClass
{
    /// <summary>Usage: 12 months from when it happened.</summary>
    Usage,

    /// <summary>Logs: 30 days from when they were written.</summary>
    Logs,

    /// <summary>What an account is made of: as long as there is one, and 30 days after its end.</summary>
    Account,

    /// <summary>What holds for a time that it states itself: until that is over.</summary>
    Spent,

    /// <summary>That something was erased, and not what: for good, since it is what proves it.</summary>
    Proof,
}
