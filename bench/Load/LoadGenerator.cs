using System.Diagnostics;
using System.Threading.Channels;
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
    /// is due. None is sent before its time. One thread keeps the time for all connections and looks at its clock each millisecond,
    /// which is in the figures; a timer for each request would take the processor that is being measured.
    /// </summary>
    public async Task<LoadResult> RunOpenAsync(RequestSource requests, double perSecond, TimeSpan duration, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        var due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });
        var pacing = Task.Factory.StartNew(
            () => Pace(clock, schedule, duration, due.Writer, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var result = await RunAsync(clock, async (number, connection, tally) =>
        {
            await foreach (var request in due.Reader.ReadAllAsync(CancellationToken.None))
            {
                var status = await connection.SendAsync(requests.Next(number), cancellation);
                requests.Answered(number, status);
                tally.Add(status, schedule.LatencyOf(request, clock.Elapsed));
            }
        });
        await pacing;
        return result;
    }

    private static void Pace(Stopwatch clock, OpenLoopSchedule schedule, TimeSpan duration, ChannelWriter<long> due, CancellationToken cancellation)
    {
        for (var request = 0L; schedule.DueAt(request) <= duration && !cancellation.IsCancellationRequested; request++)
        {
            while (schedule.DueAt(request) > clock.Elapsed)
            {
                cancellation.WaitHandle.WaitOne(1);
            }

            due.TryWrite(request);
        }

        due.Complete();
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
