using RelayKit.Ledger;

namespace RelayKit.ClusterTests.Cluster;

/// <summary>How the next commit goes wrong.</summary>
public enum CommitFault
{
    None,

    /// <summary>The entry is refused and nothing of it is written.</summary>
    Lost,

    /// <summary>The entry is written, but nobody hears of it: the connection broke after the commit.</summary>
    WrittenUnheard,
}

/// <summary>The real ledger, but for the one commit that a test asks to go wrong.</summary>
public sealed class UnreliableLedger(ILedger real) : ILedger
{
    private CommitFault _next;

    public void FailNext(CommitFault fault) => _next = fault;

    public bool TryReserve() => real.TryReserve();

    public void Release() => real.Release();

    public async Task CommitAsync(LedgerLane lane, LedgerEntry entry)
    {
        var fault = _next;
        _next = CommitFault.None;
        if (fault == CommitFault.Lost)
        {
            real.Release();
            throw Broken(lane);
        }

        await real.CommitAsync(lane, entry);
        if (fault == CommitFault.WrittenUnheard)
        {
            throw Broken(lane);
        }
    }

    private static LedgerException Broken(LedgerLane lane)
    {
        lane.Break();
        return new LedgerException("The outcome of the commit is unknown.");
    }
}
