using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>What a load came to.</summary>
/// <param name="Answered">Requests that were answered 2xx.</param>
/// <param name="Failed">Requests that were answered otherwise, or not.</param>
/// <param name="Elapsed">How long the load lasted.</param>
/// <param name="LatencyMicroseconds">Time of each request.</param>
internal sealed record LoadResult(long Answered, long Failed, TimeSpan Elapsed, HistogramBase LatencyMicroseconds)
{
    public double PerSecond => Answered / Elapsed.TotalSeconds;

    public double Milliseconds(double percentile) => LatencyMicroseconds.GetValueAtPercentile(percentile) / 1000.0;
}
