using System.Collections.Concurrent;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;

namespace RelayKit.Bench.Outbox;

/// <summary>A sender whose receiver is there at once, so that what is measured is the outbox: and that keeps when each message was first tried.</summary>
internal sealed class CountingSender(string kind, int total, Func<OutboxAttempt, bool> refuses) : IOutboxSender
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public string Kind => kind;

    public OutboxRules Rules { get; } = new()
    {
        MaxInFlight = 2_000,
        MaxInFlightPerDestination = 16,
        Lease = TimeSpan.FromSeconds(60),
        Poll = TimeSpan.FromMilliseconds(100),
        Retries = new RetrySchedule([.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 50)]),
    };

    /// <summary>From the writing of each message to its first try.</summary>
    public ConcurrentBag<TimeSpan> FirstTries { get; } = [];

    /// <summary>Messages that have arrived.</summary>
    public int Arrived => _arrived;

    /// <summary>All of them have arrived.</summary>
    public Task All => _all.Task;

    public Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Number == 1)
        {
            FirstTries.Add(TimeProvider.System.GetUtcNow() - attempt.Message.CreatedAt);
        }

        if (refuses(attempt))
        {
            return Task.FromResult(SendOutcome.Retry("Refused by the bench."));
        }

        if (Interlocked.Increment(ref _arrived) == total)
        {
            _all.SetResult();
        }

        return Task.FromResult(SendOutcome.Done);
    }
}
