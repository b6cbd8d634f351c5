namespace RelayKit.Ledger;

/// <summary>What a participant session rests on.</summary>
public enum Evidence
{
    /// <summary>LiveKit's own word: of its leave, or of its join while it lasts.</summary>
    Confirmed,

    /// <summary>A look at LiveKit: it was found there without a word, or was gone without one and ends at the last look that saw it.</summary>
    Reconciled,

    /// <summary>
    /// Neither: its own leave was never told and no look saw it, so it is taken to have ended with its session, or where it began.
    /// </summary>
    Presumed,
}
