namespace RelayKit.Bench.Load;

/// <summary>
/// When the requests of an open loop are due: at a constant rate, whatever the answers do. Latency counts from the due time, so a
/// server that stalls is charged for every request that should have been sent meanwhile, not only for the one that met the stall.
/// </summary>
/// <param name="PerSecond">The rate.</param>
internal readonly record struct OpenLoopSchedule(double PerSecond)
{
    /// <summary>When request <paramref name="number"/> (from 0) is due, after the start.</summary>
    public TimeSpan DueAt(long number) => TimeSpan.FromSeconds(number / PerSecond);

    /// <summary>What a request took, as its caller sees it.</summary>
    public TimeSpan LatencyOf(long number, TimeSpan answeredAt) => answeredAt - DueAt(number);
}
