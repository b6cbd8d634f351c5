using RelayKit.Ledger;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// An entry on its way into the ledger, in a place of its own, and the caller who waits for it. The place is free again before
/// the caller hears of the outcome.
/// </summary>
internal sealed class PendingEntry(GroupCommit ledger, LedgerLane lane, LedgerEntry entry)
{
    // The caller goes on on its own scheduler, never on the writer's.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LedgerLane Lane { get; } = lane;

    public LedgerEntry Entry { get; } = entry;

    public Task Done => _done.Task;

    public void Complete()
    {
        ledger.Release();
        _done.SetResult();
    }

    /// <summary>The lane breaks first, so that by the time the caller hears of it nothing of the lane can follow.</summary>
    public void Fail(LedgerException fault)
    {
        Lane.Break();
        ledger.Release();
        _done.SetException(fault);
    }
}
