namespace RelayKit.Ledger;

/// <summary>
/// The one way into the ledger. Entries of all rooms of a silo are committed in groups, so that under load one flush of the
/// disk carries hundreds of them, and without load none of them waits for another.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Takes one of the ledger's places; false when it is full or stopping. Taken before a room folds an event, so that a
    /// full ledger is met before anything has changed. A place that was taken must be used by <see cref="CommitAsync"/>.
    /// </summary>
    bool TryReserve();

    /// <summary>Gives back a place that turned out not to be needed.</summary>
    void Release();

    /// <summary>Commits an entry in the place that was reserved; returns when it is durable.</summary>
    /// <exception cref="LedgerException">
    /// The entry is not known to be durable: it was refused by PostgreSQL, the connection was lost, or an earlier entry of
    /// the lane failed. The caller's state may be ahead of the ledger and has to be read anew.
    /// </exception>
    Task CommitAsync(LedgerLane lane, LedgerEntry entry);
}
