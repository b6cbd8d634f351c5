namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>How often each fault was met since the start, one for each address.</summary>
internal sealed class FaultCounters
{
    private readonly long[] _counts = new long[FaultNames.All.Count];

    public void Count(WebhookFault fault) => Interlocked.Increment(ref _counts[(int)fault]);

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, long> Read() =>
        FaultNames.All.ToDictionary(FaultNames.Of, fault => Interlocked.Read(ref _counts[(int)fault]));
}
