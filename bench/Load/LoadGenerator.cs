using System.Diagnostics;
using HdrHistogram;

namespace RelayKit.Bench.Load;

/// <summary>Puts load on addresses over a fixed number of connections, which are shared out among the addresses.</summary>
internal sealed class LoadGenerator(IReadOnlyList<Uri> addresses, int connections)
{
    private const long MaxLatencyMicroseconds = 120_000_000;
    private const int Digits = 3;

    /// <summary>Closed loop: each connection sends its next request when it has its answer. Finds the maximum.</summary>
    public async Task<LoadResult> RunClosedAsync(RequestSource requests, TimeSpan duration, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var lines = Open();
        await Task.WhenAll(lines.Select(line => Task.Run(async () =>
        {
            while (clock.Elapsed < duration && !cancellation.IsCancellationRequested)
            {
                var sent = clock.Elapsed;
                line.Tally.Add(await line.SendAsync(requests, cancellation), clock.Elapsed - sent);
            }
        })));
        return Close(lines, clock.Elapsed);
    }

    /// <summary>
    /// Open loop: requests are due at a constant rate, whatever the answers do, and go to the addresses in turn. None is sent before
    /// its time; one that finds no free connection waits, and its latency counts from when it was due. One thread keeps the time and
    /// sends, and looks at its clock each millisecond, which is in the figures: a timer for each request, or a thread that is woken
    /// for it, would take the processor that is being measured.
    /// </summary>
    public async Task<LoadResult> RunOpenAsync(RequestSource requests, double perSecond, TimeSpan duration, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        var lines = Open();
        var free = addresses.Select((_, address) => new FreeLines(lines.Where(line => line.Number % addresses.Count == address))).ToList();

        async Task SendAsync(Line line, long request)
        {
            var waiting = free[line.Number % addresses.Count];
            for (long? next = request; next is { } due; next = waiting.NextFor(line))
            {
                line.Tally.Add(await line.SendAsync(requests, cancellation), schedule.LatencyOf(due, clock.Elapsed));
            }
        }

        void Pace()
        {
            for (var request = 0L; schedule.DueAt(request) <= duration && !cancellation.IsCancellationRequested; request++)
            {
                while (schedule.DueAt(request) > clock.Elapsed)
                {
                    cancellation.WaitHandle.WaitOne(1);
                }

                if (free[(int)(request % addresses.Count)].TakeFor(request) is { } line)
                {
                    line.Sending = SendAsync(line, request);
                }
            }
        }

        await Task.Factory.StartNew(Pace, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(lines.Select(line => line.Sending));
        return Close(lines, clock.Elapsed);
    }

    private List<Line> Open() => [.. Enumerable.Range(0, connections).Select(number => new Line(number, addresses[number % addresses.Count]))];

    private static LoadResult Close(List<Line> lines, TimeSpan elapsed)
    {
        var all = new LongHistogram(MaxLatencyMicroseconds, Digits);
        foreach (var line in lines)
        {
            line.Tally.AddTo(all);
            line.Dispose();
        }

        return new LoadResult(
            lines.Sum(line => line.Tally.Answered), lines.Sum(line => line.Tally.Refused), lines.Sum(line => line.Tally.Failed), elapsed, all);
    }

    /// <summary>A connection, and what was seen on it.</summary>
    private sealed class Line(int number, Uri address) : IDisposable
    {
        private readonly RawConnection _connection = new(address);

        public int Number => number;

        public Tally Tally { get; } = new();

        /// <summary>What the open loop sends on it now, or sent last.</summary>
        public Task Sending { get; set; } = Task.CompletedTask;

        public async ValueTask<int> SendAsync(RequestSource requests, CancellationToken cancellation)
        {
            var status = await _connection.SendAsync(requests.Next(number), cancellation);
            requests.Answered(number, status);
            return status;
        }

        public void Dispose() => _connection.Dispose();
    }

    /// <summary>The lines to one address that wait for a request, the last used first, or the requests that wait for a line.</summary>
    private sealed class FreeLines(IEnumerable<Line> lines)
    {
        private readonly Lock _lock = new();
        private readonly Stack<Line> _free = new(lines);
        private readonly Queue<long> _late = new();

        /// <summary>A line for a request that is due; null when there is none, and the request waits.</summary>
        public Line? TakeFor(long request)
        {
            lock (_lock)
            {
                if (_free.TryPop(out var line))
                {
                    return line;
                }

                _late.Enqueue(request);
                return null;
            }
        }

        /// <summary>The request that has waited longest; null when there is none, and the line is free.</summary>
        public long? NextFor(Line line)
        {
            lock (_lock)
            {
                if (_late.TryDequeue(out var request))
                {
                    return request;
                }

                _free.Push(line);
                return null;
            }
        }
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
