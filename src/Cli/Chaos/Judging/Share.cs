namespace RelayKit.Cli.Chaos.Judging;

/// <summary>All participant sessions of one ground.</summary>
internal sealed class Share
{
    public int Participants { get; private set; }

    /// <summary>What they really were, milliseconds to the whole second of their ends.</summary>
    public long TrueMs { get; private set; }

    public long LedgerMs { get; private set; }

    /// <summary>By how much the ledger has too much, summed over those where it has.</summary>
    public long OverMs { get; private set; }

    public void Add(long trueMs, long ledgerMs)
    {
        Participants++;
        TrueMs += trueMs;
        LedgerMs += ledgerMs;
        OverMs += Math.Max(0, ledgerMs - trueMs);
    }
}
