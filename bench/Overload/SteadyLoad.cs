using System.Collections.Concurrent;
using System.Diagnostics;
using RelayKit.Bench.Load;
using RelayKit.Bench.Reads;

namespace RelayKit.Bench.Overload;

/// <summary>A constant rate, looked at second by second over connections that stay open: one that is made anew would be in the figures.</summary>
internal sealed class SteadyLoad(Uri address, int connections, RequestSource requests) : IDisposable
{
    private readonly RawConnection[] _connections = [.. Enumerable.Range(0, connections).Select(_ => new RawConnection(address))];

    /// <summary>p99 in milliseconds of the requests that were due within a second; ends when the last of them has its answer.</summary>
    public async Task<double> SecondAsync(double perSecond, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        var taken = -1L;
        var latencies = new ConcurrentBag<double>();
        await Task.WhenAll(_connections.Select((connection, number) => Task.Run(
            async () =>
            {
                while (schedule.DueAt(Interlocked.Increment(ref taken)) is var due && due < TimeSpan.FromSeconds(1))
                {
                    while (due - clock.Elapsed is { Ticks: > 0 } early)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)), cancellation);
                    }

                    requests.Answered(number, await connection.SendAsync(requests.Next(number), cancellation));
                    latencies.Add((clock.Elapsed - due).TotalMilliseconds);
                }
            },
            cancellation)));
        return TimedRequests.Percentile([.. latencies.Order()], 0.99);
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());
}
