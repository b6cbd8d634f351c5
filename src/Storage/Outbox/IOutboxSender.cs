using Npgsql;
using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>Sends the messages of one kind.</summary>
internal interface IOutboxSender
{
    /// <summary>One of <see cref="OutboxKinds"/>.</summary>
    string Kind { get; }

    /// <summary>How they are sent.</summary>
    OutboxRules Rules { get; }

    /// <summary>
    /// Reads what is needed to send what was just taken, all of it at once. A fault of the database's puts all of them off; after any other it is called with fewer
    /// of them, so that one which cannot be read holds up no other.
    /// </summary>
    Task PrepareAsync(IReadOnlyList<OutboxAttempt> taken, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Tries one. What it throws is a try that failed.</summary>
    /// <param name="attempt">The try.</param>
    /// <param name="cancellation">Ends it, when its time is up or the process stops.</param>
    Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation);

    /// <summary>
    /// Adds what is to be written down of tries to the transaction that settles them, on the pool of <see cref="PostgresDataSources.Jobs"/>. It may come twice
    /// for one try, where nobody knows whether the first transaction was committed.
    /// </summary>
    void Record(NpgsqlBatch batch, IReadOnlyList<SettledAttempt> settled)
    {
    }
}
