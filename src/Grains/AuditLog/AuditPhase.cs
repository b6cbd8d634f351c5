namespace RelayKit.AuditLog;

/// <summary>What an entry of the audit log says of its request.</summary>
public enum AuditPhase
{
    /// <summary>It is about to be carried out: written before anything is done.</summary>
    Asked,

    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>It was refused, and nothing was done.</summary>
    Refused,

    /// <summary>It failed on the way: it may or may not have taken effect.</summary>
    Unknown,
}

/// <summary>The phases as words.</summary>
public static class AuditPhaseText
{
    /// <summary>The word of a phase.</summary>
    public static string Word(this AuditPhase phase) => phase switch
    {
        AuditPhase.Asked => "asked",
        AuditPhase.Done => "done",
        AuditPhase.Refused => "refused",
        _ => "unknown",
    };

    /// <summary>The phase of a word that <see cref="Word"/> has made.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AuditPhase Parse(string word) => word switch
    {
        "asked" => AuditPhase.Asked,
        "done" => AuditPhase.Done,
        "refused" => AuditPhase.Refused,
        "unknown" => AuditPhase.Unknown,
        _ => throw new FormatException($"'{word}' is not a phase of an audit entry."),
    };
}
