namespace RelayKit.Ledger;

/// <summary>
/// The order of one writer's entries. Once an entry of a lane has failed, every later one of it fails too: rows rest on the
/// rows before them, and a writer whose row may or may not be there has to read anew before it goes on.
/// </summary>
public sealed class LedgerLane
{
    /// <summary>Whether an entry of this lane has failed. Set by the ledger, never taken back.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Called by the ledger when an entry failed or its outcome is unknown.</summary>
    public void Break() => IsBroken = true;
}
