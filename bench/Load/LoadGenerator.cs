using System.Diagnostics;
using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>Puts load on an address over a fixed number of connections.</summary>
internal sealed class LoadGenerator(Uri address, int connections)
{
    private const long MaxLatencyMicroseconds = 60_000_000;
    private const int Digits = 3;

    /// <summary>Closed loop: each connection sends its next request when it has its answer. Finds the maximum.</summary>
    public Task<LoadResult> RunClosedAsync(Func<ReadOnlyMemory<byte>> next, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        return RunAsync(clock, async (connection, tally) =>
        {
            while (clock.Elapsed < duration)
            {
                var sent = clock.Elapsed;
                tally.Add(await connection.SendAsync(next()), clock.Elapsed - sent);
            }
        });
    }

    /// <summary>Open loop: requests are due at a constant rate; a connection that is free takes the next one that is due.</summary>
    public Task<LoadResult> RunOpenAsync(Func<ReadOnlyMemory<byte>> next, double perSecond, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        var taken = -1L;
        return RunAsync(clock, async (connection, tally) =>
        {
            while (true)
            {
                var number = Interlocked.Increment(ref taken);
                var due = schedule.DueAt(number);
                if (due > duration)
                {
                    return;
                }

                if (due - clock.Elapsed is { Ticks: > 0 } early)
                {
                    // The timer wakes up to a millisecond late, which counts against the server. Waiting more exactly would take
                    // the processor that is being measured.
                    await Task.Delay(early);
                }

                var status = await connection.SendAsync(next());
                tally.Add(status, schedule.LatencyOf(number, clock.Elapsed));
            }
        });
    }

    private async Task<LoadResult> RunAsync(Stopwatch clock, Func<RawConnection, Tally, Task> run)
    {
        var tallies = Enumerable.Range(0, connections).Select(_ => new Tally()).ToList();
        await Task.WhenAll(tallies.Select(tally => Task.Run(async () =>
        {
            using var connection = new RawConnection(address);
            await run(connection, tally);
        })));
        var elapsed = clock.Elapsed;
        var all = new LongHistogram(MaxLatencyMicroseconds, Digits);
        tallies.ForEach(tally => all.Add(tally.Latency));
        return new LoadResult(tallies.Sum(tally => tally.Answered), tallies.Sum(tally => tally.Failed), elapsed, all);
    }

    private sealed class Tally
    {
        public LongHistogram Latency { get; } = new(MaxLatencyMicroseconds, Digits);

        public long Answered { get; private set; }

        public long Failed { get; private set; }

        public void Add(int status, TimeSpan latency)
        {
            Latency.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, MaxLatencyMicroseconds));
            if (status is >= 200 and < 300)
            {
                Answered++;
            }
            else
            {
                Failed++;
            }
        }
    }
}
