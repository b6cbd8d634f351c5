using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>
/// Sends the messages of one kind: takes what is due, has it sent with a bound on what is under way, and settles what has ended, many in one
/// transaction. Every silo has one for each kind, and takes whatever no other has just taken; so none is in charge of anything that waits when it dies.
/// </summary>
internal sealed partial class OutboxDispatcher(
    PostgresDataSources sources, IOutboxSender sender, OutboxInstruments instruments, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    /// <summary>How many are taken, or settled, in one statement at most.</summary>
    internal const int BatchSize = 500;

    /// <summary>After a fault of the database's.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly OutboxRules _rules = sender.Rules;
    private readonly OutboxClaims _claims = new(sources, sender);
    private readonly OutboxPreparation _preparation = new(sender, logger);
    private readonly OutboxInFlight _inFlight = new(sender.Rules.MaxInFlight);
    private readonly Channel<SettledAttempt> _ended = Channel.CreateUnbounded<SettledAttempt>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Takes what is due once, sends it, and settles it.</summary>
    /// <returns>How many messages it has tried.</returns>
    internal async Task<int> SendDueAsync(CancellationToken cancellation)
    {
        var taken = await _claims.TakeAsync(time.GetUtcNow(), Math.Min(BatchSize, _rules.MaxInFlight), [], cancellation);
        if (taken.Count > 0)
        {
            var unready = await _preparation.ReadAsync(taken, cancellation);
            var settled = await Task.WhenAll(taken.Select(held => SendAsync(held, unready, cancellation)));
            await _claims.SettleAsync(settled, cancellation);
        }

        return taken.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is under way when the process stops may come to its end, and is settled, before the database's pools are closed.
        var settling = SettleAllAsync();
        try
        {
            await TakeAllAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }

        await _inFlight.DrainAsync();
        _ended.Writer.Complete();
        await settling;
    }

    private async Task TakeAllAsync(CancellationToken stopping)
    {
        while (true)
        {
            var free = await _inFlight.WaitAsync(stopping);
            var more = Math.Min(BatchSize, free);
            var wait = _rules.Poll;
            try
            {
                var taken = await _claims.TakeAsync(time.GetUtcNow(), more, _inFlight.ByDestination(), stopping);
                await StartAsync(taken, stopping);
                if (taken.Count == more)
                {
                    continue;
                }
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                LogTakeFailed(fault, sender.Kind);
                wait = Pause;
            }

            await Task.Delay(wait, time, stopping);
        }
    }

    private async Task StartAsync(List<HeldAttempt> taken, CancellationToken stopping)
    {
        if (taken.Count == 0)
        {
            return;
        }

        foreach (var held in taken)
        {
            _inFlight.Add(held.Attempt.Message.Destination);
        }

        var unready = await _preparation.ReadAsync(taken, stopping);
        foreach (var held in taken)
        {
            _ = RunAsync(held, unready, stopping);
        }
    }

    private async Task RunAsync(HeldAttempt held, IReadOnlyDictionary<Guid, SendOutcome> unready, CancellationToken stopping) =>
        await _ended.Writer.WriteAsync(await SendAsync(held, unready, stopping), CancellationToken.None);

    /// <summary>Tries one and says what becomes of it; throws nothing.</summary>
    private async Task<SettledAttempt> SendAsync(HeldAttempt held, IReadOnlyDictionary<Guid, SendOutcome> unready, CancellationToken stopping)
    {
        var outcome = stopping.IsCancellationRequested ? SendOutcome.Postpone("The process stopped.", TimeSpan.Zero)
            : unready.TryGetValue(held.Attempt.Message.Id, out var put) ? put
            : await TryAsync(held.Attempt);
        var now = time.GetUtcNow();
        instruments.Tried(sender.Kind, held.Attempt, outcome.Verdict, now);
        return new SettledAttempt(held.Attempt, held.Lease, outcome, now, NextAt(held.Attempt, outcome, now));
    }

    private async Task<SendOutcome> TryAsync(OutboxAttempt attempt)
    {
        using var patience = new CancellationTokenSource(_rules.Patience, time);
        try
        {
            return await sender.SendAsync(attempt, patience.Token);
        }
        catch (Exception fault)
        {
            // A sender that forgot to expect something must not take the dispatcher with it, nor lose the message.
            LogFault(fault, sender.Kind, attempt.Message.Id);
            return SendOutcome.Retry($"{fault.GetType().Name} while it was sent.");
        }
    }

    private DateTimeOffset? NextAt(OutboxAttempt attempt, SendOutcome outcome, DateTimeOffset now) => outcome.Verdict switch
    {
        SendVerdict.Retry => now + _rules.Retries.After(attempt.Number, outcome.NotBefore, Random.Shared.NextDouble()),
        SendVerdict.Postpone => now + outcome.NotBefore,
        _ => null,
    };

    private async Task SettleAllAsync()
    {
        var settled = new List<SettledAttempt>(BatchSize);
        while (await _ended.Reader.WaitToReadAsync())
        {
            settled.Clear();
            while (settled.Count < BatchSize && _ended.Reader.TryRead(out var one))
            {
                settled.Add(one);
            }

            await SettleAsync(settled);
            foreach (var one in settled)
            {
                _inFlight.Remove(one.Attempt.Message.Destination);
            }
        }
    }

    /// <summary>Settles, and tries again while the leases last; what is not settled by then comes due and is sent once more.</summary>
    private async Task SettleAsync(List<SettledAttempt> settled)
    {
        var giveUp = settled.Min(static one => one.Attempt.StartedAt) + _rules.Lease;
        while (true)
        {
            try
            {
                await _claims.SettleAsync(settled, CancellationToken.None);
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                LogSettleFailed(fault, settled.Count, sender.Kind);
                if (time.GetUtcNow() >= giveUp)
                {
                    return;
                }
            }

            await Task.Delay(Pause, time);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Messages of kind {Kind} could not be taken to be sent; the next try is in a second")]
    private partial void LogTakeFailed(Exception fault, string kind);

    [LoggerMessage(LogLevel.Error, "The message {Message} of kind {Kind} could not be sent")]
    private partial void LogFault(Exception fault, string kind, Guid message);

    [LoggerMessage(LogLevel.Warning, "What came of {Count} messages of kind {Kind} could not be written down; unless the next try succeeds they are sent again")]
    private partial void LogSettleFailed(Exception fault, int count, string kind);
}
