using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>Has a sender read ahead for what was taken, and says what becomes of that for which it could not.</summary>
internal sealed partial class OutboxPreparation(IOutboxSender sender, ILogger logger)
{
    private readonly RetrySchedule _retries = sender.Rules.Retries;

    /// <summary>Reads ahead. It throws nothing.</summary>
    /// <returns>What becomes of those that cannot be tried, by their ids: each is put off by as much as if the try had failed.</returns>
    public async Task<IReadOnlyDictionary<Guid, SendOutcome>> ReadAsync(IReadOnlyList<HeldAttempt> taken, CancellationToken cancellation)
    {
        var unready = new Dictionary<Guid, SendOutcome>();
        await ReadAsync(taken.Select(static held => held.Attempt).ToArray(), unready, cancellation);
        return unready;
    }

    private async Task ReadAsync(ArraySegment<OutboxAttempt> taken, Dictionary<Guid, SendOutcome> unready, CancellationToken cancellation)
    {
        try
        {
            await sender.PrepareAsync(taken, cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException { IsTransient: true } or TimeoutException || cancellation.IsCancellationRequested)
        {
            // None of them is at fault. Of the receiver nothing was learnt either, so no try is used up.
            LogUnready(fault, taken.Count, sender.Kind);
            foreach (var attempt in taken)
            {
                unready[attempt.Message.Id] = SendOutcome.Postpone("What it takes to send it could not be read.", WaitAfter(attempt.Number));
            }
        }
        catch (Exception fault) when (taken.Count == 1)
        {
            // It is this one's own. It counts, so that it is parked in the end, for somebody to look.
            LogUnreadable(fault, taken[0].Message.Id, sender.Kind);
            unready[taken[0].Message.Id] = SendOutcome.Retry($"{fault.GetType().Name} while what it takes to send it was read.");
        }
        catch (Exception)
        {
            // By halves, so that one among many is found in few looks and the others go their way.
            var half = taken.Count / 2;
            await ReadAsync(taken[..half], unready, cancellation);
            await ReadAsync(taken[half..], unready, cancellation);
        }
    }

    /// <summary>As long as after the same try, had it failed; where that was the last, as long as after the one before.</summary>
    private TimeSpan WaitAfter(int attempt) =>
        _retries.After(Math.Clamp(attempt, 1, Math.Max(1, _retries.Waits.Length)), null, Random.Shared.NextDouble()) ?? sender.Rules.Lease;

    [LoggerMessage(LogLevel.Warning, "What it takes to send {Count} messages of kind {Kind} could not be read; they are tried again")]
    private partial void LogUnready(Exception fault, int count, string kind);

    [LoggerMessage(LogLevel.Error, "What it takes to send the message {Message} of kind {Kind} cannot be read")]
    private partial void LogUnreadable(Exception fault, Guid message, string kind);
}
