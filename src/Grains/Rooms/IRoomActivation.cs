using RelayKit.Ledger;

namespace RelayKit.Rooms;

/// <summary>What a room's sessions need of the activation that holds them.</summary>
internal interface IRoomActivation
{
    /// <summary>An entry is durable.</summary>
    void Committed();

    /// <summary>
    /// An entry is not known to be durable. What is in memory may be ahead of the ledger, or behind it: this activation has to go, and the
    /// next one reads what is true.
    /// </summary>
    void CommitFailed(LedgerException fault);

    /// <summary>
    /// What is in memory agrees with LiveKit, and looks have to ask again and again: it may be that the ledger does not agree, since another activation
    /// has written what this one never heard of. This one has to go, and the next one reads what is true.
    /// </summary>
    void OutOfStep();
}
