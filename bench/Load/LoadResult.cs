using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>What a load came to.</summary>
/// <param name="Answered">Requests that were answered 2xx.</param>
/// <param name="Refused">Requests that were answered 429 or 503: come again.</param>
/// <param name="Failed">Requests that were answered in another way, or not at all.</param>
/// <param name="Elapsed">How long the load lasted.</param>
/// <param name="LatencyMicroseconds">Time of each request.</param>
internal sealed record LoadResult(long Answered, long Refused, long Failed, TimeSpan Elapsed, HistogramBase LatencyMicroseconds)
{
    public long Sent => Answered + Refused + Failed;

    public double PerSecond => Answered / Elapsed.TotalSeconds;

    /// <summary>Requests that took longer.</summary>
    public long CountAbove(TimeSpan latency) => LatencyMicroseconds.RecordedValues()
        .Where(value => value.ValueIteratedTo > latency.TotalMicroseconds).Sum(value => value.CountAddedInThisIterationStep);

    public double Milliseconds(double percentile) => LatencyMicroseconds.GetValueAtPercentile(percentile) / 1000.0;

    /// <summary>The latency below which a share of the requests of several loads together was answered, milliseconds.</summary>
    /// <param name="results">The loads.</param>
    /// <param name="percentile">The share in per cent.</param>
    public static double Milliseconds(IEnumerable<LoadResult> results, double percentile)
    {
        HistogramBase? all = null;
        foreach (var result in results)
        {
            if (all is null)
            {
                all = result.LatencyMicroseconds.Copy();
            }
            else
            {
                all.Add(result.LatencyMicroseconds);
            }
        }

        return all is null ? 0 : all.GetValueAtPercentile(percentile) / 1000.0;
    }
}
