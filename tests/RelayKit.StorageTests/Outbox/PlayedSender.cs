using System.Collections.Concurrent;
using Npgsql;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;

namespace RelayKit.StorageTests.Outbox;

/// <summary>A sender that a test plays: it answers as it is told, and remembers what it was asked.</summary>
internal sealed class PlayedSender(string kind) : IOutboxSender
{
    public string Kind => kind;

    public OutboxRules Rules { get; init; } = new()
    {
        MaxInFlight = 100,
        MaxInFlightPerDestination = 10,
        Lease = TimeSpan.FromSeconds(60),
        Poll = TimeSpan.FromMilliseconds(100),
        Retries = new RetrySchedule([TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)]),
    };

    /// <summary>What comes of a try; it arrives unless a test says otherwise.</summary>
    public Func<OutboxAttempt, CancellationToken, Task<SendOutcome>> Play { get; set; } = static (_, _) => Task.FromResult(SendOutcome.Done);

    /// <summary>What reading ahead does.</summary>
    public Action<IReadOnlyList<OutboxAttempt>> Prepare { get; set; } = static _ => { };

    /// <summary>What the transaction that settles tries writes besides.</summary>
    public Action<NpgsqlBatch, IReadOnlyList<SettledAttempt>> Write { get; set; } = static (_, _) => { };

    public ConcurrentQueue<OutboxAttempt> Tried { get; } = [];

    public Task PrepareAsync(IReadOnlyList<OutboxAttempt> taken, CancellationToken cancellation)
    {
        Prepare(taken);
        return Task.CompletedTask;
    }

    public Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        Tried.Enqueue(attempt);
        return Play(attempt, cancellation);
    }

    public void Record(NpgsqlBatch batch, IReadOnlyList<SettledAttempt> settled) => Write(batch, settled);
}
