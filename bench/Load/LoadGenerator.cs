using System.Diagnostics;
using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>Puts load on addresses over a fixed number of connections, which are shared out among the addresses.</summary>
internal sealed class LoadGenerator(IReadOnlyList<Uri> addresses, int connections)
{
    private const long MaxLatencyMicroseconds = 120_000_000;
    private const int Digits = 3;

    /// <summary>Closed loop: each connection sends its next request when it has its answer. Finds the maximum.</summary>
    public Task<LoadResult> RunClosedAsync(RequestSource requests, TimeSpan duration, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        return RunAsync(clock, async (number, connection, tally) =>
        {
            while (clock.Elapsed < duration && !cancellation.IsCancellationRequested)
            {
                var sent = clock.Elapsed;
                var status = await connection.SendAsync(requests.Next(number), cancellation);
                requests.Answered(number, status);
                tally.Add(status, clock.Elapsed - sent);
            }
        });
    }

    /// <summary>
    /// Open loop: requests are due at a constant rate, whatever the answers do; a connection that is free takes the next one that
    /// is due. None is sent before its time. The wake-up of the generator's own timer, up to a millisecond late, is in the figures.
    /// </summary>
    public Task<LoadResult> RunOpenAsync(RequestSource requests, double perSecond, TimeSpan duration, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        var taken = -1L;
        return RunAsync(clock, async (number, connection, tally) =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                var request = Interlocked.Increment(ref taken);
                var due = schedule.DueAt(request);
                if (due > duration)
                {
                    return;
                }

                await WaitUntilAsync(clock, due, cancellation);
                var status = await connection.SendAsync(requests.Next(number), cancellation);
                requests.Answered(number, status);
                tally.Add(status, schedule.LatencyOf(request, clock.Elapsed));
            }
        });
    }

    private static async ValueTask WaitUntilAsync(Stopwatch clock, TimeSpan due, CancellationToken cancellation)
    {
        while (due - clock.Elapsed is { Ticks: > 0 } early)
        {
            // A timer drops fractions of a millisecond, so the fraction is asked for as a whole one.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)), cancellation);
        }
    }

    private async Task<LoadResult> RunAsync(Stopwatch clock, Func<int, RawConnection, Tally, Task> run)
    {
        var tallies = Enumerable.Range(0, connections).Select(_ => new Tally()).ToList();
        await Task.WhenAll(tallies.Select((tally, number) => Task.Run(async () =>
        {
            using var connection = new RawConnection(addresses[number % addresses.Count]);
            await run(number, connection, tally);
        })));
        var elapsed = clock.Elapsed;
        var all = new LongHistogram(MaxLatencyMicroseconds, Digits);
        tallies.ForEach(tally => tally.AddTo(all));
        return new LoadResult(
            tallies.Sum(tally => tally.Answered), tallies.Sum(tally => tally.Refused), tallies.Sum(tally => tally.Failed), elapsed, all);
    }

    private sealed class Tally
    {
        private readonly List<long> _latencies = [];

        public long Answered { get; private set; }

        public long Refused { get; private set; }

        public long Failed { get; private set; }

        public void Add(int status, TimeSpan latency)
        {
            _latencies.Add(Math.Clamp((long)latency.TotalMicroseconds, 1, MaxLatencyMicroseconds));
            if (status is >= 200 and < 300)
            {
                Answered++;
            }
            else if (status == 503)
            {
                Refused++;
            }
            else
            {
                Failed++;
            }
        }

        public void AddTo(LongHistogram all) => _latencies.ForEach(all.RecordValue);
    }
}
