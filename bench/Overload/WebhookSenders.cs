using System.Diagnostics;
using HdrHistogram;
using RelayKit.Bench.Load;

namespace RelayKit.Bench.Overload;

/// <summary>
/// LiveKit's senders of webhooks, one for each room, at a rate that does not ask what the receiver can take. Each sends one event
/// after the other over a connection of its own; after a 503 or no answer it comes again, up to five attempts 1, 2, 4 and 8
/// seconds apart or as the answer's Retry-After says; what has waited for 30 seconds before its first attempt is dropped.
/// </summary>
/// <param name="address">The API.</param>
/// <param name="senders">How many; with fewer than the receiver's bounds nobody would meet those.</param>
/// <param name="requests">The events; a sender's are those of the connection of its number.</param>
internal sealed class WebhookSenders(Uri address, int senders, RequestSource requests)
{
    private const int Attempts = 5;
    private const int MustComeAgain = 503;
    private const int NoAnswer = 0;
    private const long MaxAnswerMilliseconds = 120_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _refused;
    private long _unanswered;
    private long _acknowledged;
    private long _givenUp;
    private long _dropped;

    /// <summary>When all are connected and the load begins.</summary>
    public Task Started => _started.Task;

    /// <summary>Answers of 503.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Attempts without an answer: the connection was refused or broke.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>Events that were acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Events that were not acknowledged at any of their attempts.</summary>
    public long GivenUp => Interlocked.Read(ref _givenUp);

    /// <summary>Events that had waited too long for their first attempt, or were waiting when the load ended.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How long senders waited for the answer to one attempt, in milliseconds.</summary>
    public LongConcurrentHistogram Answers { get; } = new(1, MaxAnswerMilliseconds, 3);

    /// <summary>Offers events at a constant rate for a while. Ends when what had been begun by then has come to its end.</summary>
    public async Task RunAsync(double perSecond, TimeSpan duration, CancellationToken cancellation)
    {
        var connections = new RawConnection[senders];
        for (var sender = 0; sender < senders; sender++)
        {
            // One after the other and before the load: thousands at once would measure the machine's queue of new connections.
            connections[sender] = new RawConnection(address);
            await connections[sender].TryOpenAsync(cancellation);
        }

        _started.SetResult();
        var clock = Stopwatch.StartNew();
        var schedule = new OpenLoopSchedule(perSecond);
        await Task.WhenAll(connections.Select((connection, sender) =>
            Task.Run(() => SendAsync(sender, connection, schedule, clock, duration, cancellation), cancellation)));
    }

    private async Task SendAsync(
        int sender, RawConnection opened, OpenLoopSchedule schedule, Stopwatch clock, TimeSpan duration, CancellationToken cancellation)
    {
        using var connection = opened;
        for (long number = sender; schedule.DueAt(number) is var due && due < duration; number += senders)
        {
            var wait = due - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellation);
            }

            if (clock.Elapsed - due > MaxAge || clock.Elapsed > duration)
            {
                Interlocked.Increment(ref _dropped);
                continue;
            }

            var status = await DeliverAsync(connection, requests.Next(sender), cancellation);
            requests.Answered(sender, status);
            Interlocked.Increment(ref status is >= 200 and < 300 ? ref _acknowledged : ref _givenUp);
        }
    }

    /// <summary>The status of the last attempt.</summary>
    private async Task<int> DeliverAsync(RawConnection connection, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = Stopwatch.GetTimestamp();
            var status = await connection.SendAsync(request, cancellation);
            Answers.RecordValue(Math.Clamp((long)Stopwatch.GetElapsedTime(sent).TotalMilliseconds, 1, MaxAnswerMilliseconds));
            if (status is not (MustComeAgain or NoAnswer))
            {
                return status;
            }

            Interlocked.Increment(ref status == NoAnswer ? ref _unanswered : ref _refused);
            if (attempt == Attempts)
            {
                return status;
            }

            var backOff = TimeSpan.FromSeconds(1 << (attempt - 1));
            await Task.Delay(status == NoAnswer ? backOff : RetryAfter.Of(connection.Answer) ?? backOff, cancellation);
        }
    }
}
