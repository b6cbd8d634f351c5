using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>Counts answers by what they were and how long they took.</summary>
internal sealed class Tally
{
    private const long MaxLatencyMicroseconds = 120_000_000;
    private const int Digits = 3;

    private readonly LongHistogram _latencies = new(MaxLatencyMicroseconds, Digits);
    private long _answered;
    private long _refused;
    private long _failed;

    /// <param name="status">The answer's HTTP status; 0 when the connection broke.</param>
    /// <param name="latency">What it took.</param>
    public void Add(int status, TimeSpan latency)
    {
        _latencies.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, MaxLatencyMicroseconds));
        if (status is >= 200 and < 300)
        {
            _answered++;
        }
        else if (status is 429 or 503)
        {
            _refused++;
        }
        else
        {
            _failed++;
        }
    }

    public LoadResult ToResult(TimeSpan elapsed) => new(_answered, _refused, _failed, elapsed, _latencies);
}
