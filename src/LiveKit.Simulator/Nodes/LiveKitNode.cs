namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>One server of the cluster: its name, and its clock, which need not be right.</summary>
internal sealed class LiveKitNode(string name, TimeProvider time)
{
    private long _skewMs;

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
}
