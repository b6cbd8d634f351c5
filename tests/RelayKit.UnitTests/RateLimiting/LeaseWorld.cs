using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.RateLimiting;

/// <summary>
/// Processes and the grain of one limit in virtual time: each process has the real <see cref="LeasedBucket"/>, the grain is the real
/// <see cref="LeaseBook"/>, and what goes between them takes its time, arrives late or not at all.
/// </summary>
internal sealed class LeaseWorld(RateLimit limit, int processes, Func<MessageFate> fate)
{
    /// <summary>What the process forgets a call after, as Orleans does.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(2);

    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _events = new();
    private readonly LeasedBucket[] _buckets = [.. Enumerable.Range(0, processes).Select(_ => new LeasedBucket(limit, TimeSpan.Zero))];
    private LeaseBook? _book;
    private TimeSpan _lostAt = -TimeSpan.FromDays(1);
    private long _numbers;

    public TimeSpan Now { get; private set; }

    public int GrainCalls { get; private set; }

    public int Requests { get; private set; }

    public int Waits { get; private set; }

    /// <summary>Each admission of leased points: when, and how many.</summary>
    public List<(TimeSpan At, long Points)> Admitted { get; } = [];

    public void At(TimeSpan when, Action what) => _events.Enqueue(what, (when, _numbers++));

    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out _, out var next) && next.At <= end)
        {
            Now = next.At;
            _events.Dequeue()();
        }

        Now = end;
    }

    /// <summary>A request at one of the processes, which waits for the grain as the API does, though not for ever.</summary>
    public void Request(int process, int points)
    {
        Requests++;
        Try(_buckets[process], points, patience: Now + TimeSpan.FromMilliseconds(100));
    }

    /// <summary>
    /// The silo of the grain dies; whoever is next to ask wakes another one. Not again within the time that a lease is good for: what the
    /// first two had leased out may be more together than the third assumes.
    /// </summary>
    public void LoseGrain()
    {
        if (Now - _lostAt >= LeaseTerms.Validity)
        {
            (_book, _lostAt) = (null, Now);
        }
    }

    /// <summary>A process ends, with all that it holds, and another one takes its place.</summary>
    public void ReplaceProcess(int process) => _buckets[process] = new LeasedBucket(limit, Now);

    private void Try(LeasedBucket bucket, int points, TimeSpan patience)
    {
        var before = bucket.Used;
        var taken = bucket.TryTake(points, Now);
        if (bucket.Used > before)
        {
            Admitted.Add((Now, bucket.Used - before));
        }

        if (taken.Ask)
        {
            Ask(bucket);
        }

        if (taken.Outcome == TakeOutcome.Unknown && Now < patience)
        {
            Waits++;
            var again = Now + RetryEvery;
            At(again, () => Try(bucket, points, patience));
        }
        else if (taken.Outcome == TakeOutcome.Unknown)
        {
            bucket.GiveUpWaiting(Now);
        }
    }

    private void Ask(LeasedBucket bucket)
    {
        GrainCalls++;
        var request = bucket.BeginAsk(limit, Now);
        var there = fate();
        var back = fate();
        var isAnswered = false;
        if (!there.IsLost)
        {
            At(Now + there.Delay, () =>
            {
                _book ??= new LeaseBook(limit, Now, Now - _lostAt);
                var lease = _book.Renew(request, Now);
                if (!back.IsLost && there.Delay + back.Delay < CallTimeout)
                {
                    At(Now + back.Delay, () =>
                    {
                        isAnswered = true;
                        AskAgainAfter(bucket, bucket.Apply(lease, Now));
                    });
                }
            });
        }

        At(Now + CallTimeout, () =>
        {
            if (!isAnswered)
            {
                AskAgainAfter(bucket, bucket.Fail(Now));
            }
        });
    }

    private void AskAgainAfter(LeasedBucket bucket, TimeSpan pause) => At(Now + pause, () =>
    {
        if (bucket.GoesOn(Now))
        {
            Ask(bucket);
        }
    });
}

/// <summary>What becomes of a message on its way.</summary>
internal readonly record struct MessageFate(bool IsLost, TimeSpan Delay);
