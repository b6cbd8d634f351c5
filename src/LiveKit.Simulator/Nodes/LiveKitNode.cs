namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>One server of the cluster: its name, and its clock, which need not be right.</summary>
internal sealed class LiveKitNode(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _skewMs;
    private NodeCounters _counters = NodeCounters.Begin(time.GetUtcNow());

    public string Name { get; } = name;

    /// <summary>How far its clock is ahead of the true time, milliseconds; negative where it is behind.</summary>
    public long SkewMs
    {
        get => Interlocked.Read(ref _skewMs);
        set => Interlocked.Exchange(ref _skewMs, value);
    }

    /// <summary>The true time, Unix milliseconds.</summary>
    public long WallMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What its clock says, Unix milliseconds: every time that it tells anybody is of this clock.</summary>
    public long NowMs => WallMs + SkewMs;

    /// <summary>What it has counted since it started.</summary>
    public NodeCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return _counters;
            }
        }
    }

    /// <summary>Media flows, as far as anybody counts it.</summary>
    public void Count(long incomingBytes, long outgoingBytes)
    {
        lock (_gate)
        {
            _counters = _counters with
            {
                IncomingBytes = _counters.IncomingBytes + incomingBytes,
                OutgoingBytes = _counters.OutgoingBytes + outgoingBytes,
            };
        }
    }

    /// <summary>It starts anew: LiveKit gives it another id then, and it counts from zero.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _counters = NodeCounters.Begin(time.GetUtcNow());
        }
    }
}
