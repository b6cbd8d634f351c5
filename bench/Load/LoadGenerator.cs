using System.Diagnostics;

namespace RelayKit.Bench.Load;

/// <summary>
/// Puts load on addresses over a fixed number of connections, which are shared out among the addresses. One thread sends, reads and
/// keeps the time: what it costs is taken from the processors that are being measured. Its connections stay open from one run to the
/// next, which are one after the other: a server that closes and accepts hundreds of them is measured at that.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    /// <summary>How often a load that waits for answers looks whether it is to give up.</summary>
    private const int PatienceMilliseconds = 100;

    private readonly IReadOnlyList<Uri> _addresses;
    private readonly ReadableSockets _readable = new();
    private readonly List<LoadLine> _lines;

    public LoadGenerator(IReadOnlyList<Uri> addresses, int connections)
    {
        _addresses = addresses;
        _lines = [.. Enumerable.Range(0, connections).Select(number => new LoadLine(number, addresses[number % addresses.Count], _readable))];
    }

    /// <summary>Closed loop: each connection sends its next request when it has its answer. Finds the maximum.</summary>
    public Task<LoadResult> RunClosedAsync(RequestSource requests, TimeSpan duration, CancellationToken cancellation) =>
        OnItsOwnThread(load =>
        {
            void SendUntilOneIsUnderWay(LoadLine line)
            {
                while (load.Elapsed < duration && !cancellation.IsCancellationRequested && !load.TrySend(line, load.Elapsed))
                {
                }
            }

            _lines.ForEach(SendUntilOneIsUnderWay);
            while (load.UnderWay > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var line in load.ReadAnswered(PatienceMilliseconds))
                {
                    SendUntilOneIsUnderWay(line);
                }
            }
        }, requests);

    /// <summary>
    /// Open loop: requests are due at a constant rate, whatever the answers do, and go to the addresses in turn. None is sent before
    /// its time; one that finds no free connection waits, and its latency counts from when it was due. Each millisecond what has been
    /// answered is read and what is due is sent: the wait for that is in the figures, and a thread that is woken for each of them
    /// would take several times the processor.
    /// </summary>
    public Task<LoadResult> RunOpenAsync(RequestSource requests, double perSecond, TimeSpan duration, CancellationToken cancellation) =>
        OnItsOwnThread(load =>
        {
            var schedule = new OpenLoopSchedule(perSecond);
            var free = _addresses.Select((_, address) => new Stack<LoadLine>(_lines.Where(line => line.Number % _addresses.Count == address))).ToList();
            var waiting = _addresses.Select(_ => new Queue<long>()).ToList();

            void Send(int address)
            {
                while (waiting[address].Count > 0 && free[address].TryPop(out var line))
                {
                    if (!load.TrySend(line, schedule.DueAt(waiting[address].Dequeue())))
                    {
                        free[address].Push(line);
                    }
                }
            }

            var next = 0L;
            while (schedule.DueAt(next) <= duration || load.UnderWay > 0 || waiting.Exists(late => late.Count > 0))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var line in load.ReadAnswered(milliseconds: 0))
                {
                    free[line.Number % _addresses.Count].Push(line);
                }

                for (var now = load.Elapsed; schedule.DueAt(next) <= now && schedule.DueAt(next) <= duration; next++)
                {
                    waiting[(int)(next % _addresses.Count)].Enqueue(next);
                }

                for (var address = 0; address < _addresses.Count; address++)
                {
                    Send(address);
                }

                Thread.Sleep(1);
            }
        }, requests);

    public void Dispose()
    {
        _lines.ForEach(line => line.Dispose());
        _readable.Dispose();
    }

    private Task<LoadResult> OnItsOwnThread(Action<Run> run, RequestSource requests) => Task.Factory.StartNew(
        () =>
        {
            var load = new Run(_lines, _readable, requests);
            run(load);
            return load.Result;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>One load, and what was seen of it.</summary>
    private sealed class Run(List<LoadLine> lines, ReadableSockets readable, RequestSource requests)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly Tally _tally = new();
        private readonly List<int> _ready = [];

        public TimeSpan Elapsed => _clock.Elapsed;

        public int UnderWay { get; private set; }

        public LoadResult Result => _tally.ToResult(_clock.Elapsed);

        /// <summary>Sends the line's next request. False when that failed at once, which is counted.</summary>
        public bool TrySend(LoadLine line, TimeSpan due)
        {
            if (line.TrySend(requests.Next(line.Number).Span, due))
            {
                UnderWay++;
                return true;
            }

            Count(line, status: 0);
            return false;
        }

        /// <summary>Reads what has come, and gives the lines whose requests are at their end.</summary>
        public IEnumerable<LoadLine> ReadAnswered(int milliseconds)
        {
            readable.Wait(milliseconds, _ready);
            foreach (var line in _ready.Select(number => lines[number]))
            {
                if (line.Read() is { } status)
                {
                    UnderWay--;
                    Count(line, status);
                    yield return line;
                }
            }
        }

        private void Count(LoadLine line, int status)
        {
            requests.Answered(line.Number, status);
            _tally.Add(status, _clock.Elapsed - line.Due);
        }
    }
}
