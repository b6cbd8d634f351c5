using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Outbox;
using RelayKit.Secrets;
using RelayKit.Storage.Outbox;

namespace RelayKit.Storage.Mail;

/// <summary>
/// Sends the outbox's mails. One to a tenant's owners becomes a mail to each of them, in the transaction that settles it; one to an address goes to the
/// transport, unless mail to the address has stopped or nobody has any use for it any more.
/// </summary>
internal sealed partial class MailSender(
    IMailTransport transport,
    SealedMails mails,
    OwnerMails owners,
    MailDoubts doubts,
    IMailSuppressionStore suppressions,
    MailInstruments instruments,
    TimeProvider time,
    ILogger<MailSender> logger) : IOutboxSender
{
    private static readonly ImmutableArray<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(8),
    ];

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>What a try is to add when it is settled, for as long as anybody has the try.</summary>
    private readonly ConditionalWeakTable<OutboxAttempt, IReadOnlyCollection<OutboxMessage>> _toAdd = [];

    public string Kind => OutboxKinds.Mail;

    public OutboxRules Rules { get; } = new()
    {
        MaxInFlight = 16,
        MaxInFlightPerDestination = 16,
        Lease = TimeSpan.FromSeconds(90),
        Retries = new RetrySchedule(Waits),
        Poll = TimeSpan.FromMilliseconds(500),
    };

    public async Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        var message = attempt.Message;
        if (message.Body.IsEmpty)
        {
            return await AddressAsync(attempt, await owners.OfEventAsync(message, cancellation), cancellation);
        }

        MailEnvelope envelope;
        try
        {
            envelope = mails.Open(message);
        }
        catch (Exception fault) when (fault is SecretUnreadableException or JsonException or ArgumentException)
        {
            LogUnreadable(fault.GetType().Name, message.Id);
            return SendOutcome.Park($"The mail cannot be opened ({fault.GetType().Name}): its key is lost, or it was changed.");
        }

        return envelope switch
        {
            { Owners: { } toOwners } => await AddressAsync(attempt, toOwners, cancellation),
            { Mail: { } mail } => await SendAsync(message, mail, cancellation),
            _ => SendOutcome.Park("The mail was written by a newer release, which this one does not understand."),
        };
    }

    public void Record(NpgsqlBatch batch, IReadOnlyList<SettledAttempt> settled)
    {
        foreach (var one in settled)
        {
            if (_toAdd.TryGetValue(one.Attempt, out var messages))
            {
                OutboxSql.Add(batch, messages);
            }
        }
    }

    private async Task<SendOutcome> AddressAsync(OutboxAttempt attempt, OwnerMail? mail, CancellationToken cancellation)
    {
        if (mail is not null)
        {
            _toAdd.AddOrUpdate(attempt, await owners.AddressAsync(mail, cancellation));
        }

        return SendOutcome.Done;
    }

    private async Task<SendOutcome> SendAsync(OutboxMessage message, MailMessage mail, CancellationToken cancellation)
    {
        if (mail.GoodUntil <= time.GetUtcNow())
        {
            return Dropped("expired", message.Id);
        }

        if (EmailAddress.TryParse(mail.To, out var address) && await suppressions.FindAsync(address, cancellation) is not null)
        {
            return Dropped("suppressed", message.Id);
        }

        if (await doubts.BeginAsync(message.Id, transport.Memory, cancellation) is { } since)
        {
            instruments.Tried(transport.Name, "doubtful");
            return SendOutcome.Park(
                $"It may have been sent at {since.UtcDateTime:O}, and {transport.Name} has forgotten its id meanwhile. Look there; replay it if it was not, else drop it.");
        }

        var outcome = await transport.SendAsync(mail, cancellation);
        instruments.Tried(transport.Name, outcome.Result switch
        {
            MailResult.Taken => "sent",
            MailResult.NotYet => "not_yet",
            MailResult.Unknown => "unknown",
            _ => "refused",
        });
        if (outcome.Result is MailResult.NotYet or MailResult.Refused)
        {
            await doubts.EndAsync(message.Id, transport.Memory, cancellation);
        }

        return outcome switch
        {
            { Result: MailResult.Taken } => SendOutcome.Done,
            { Result: MailResult.Refused } => SendOutcome.Park(outcome.Reason ?? "It was refused."),
            { Result: MailResult.NotYet, NotBefore: { } until } => SendOutcome.Postpone(outcome.Reason ?? "Later.", Wait(until)),
            { NotBefore: { } until } => SendOutcome.Retry(outcome.Reason ?? "Later.", Wait(until)),
            _ => SendOutcome.Retry(outcome.Reason ?? "Later."),
        };
    }

    private TimeSpan Wait(DateTimeOffset until)
    {
        var wait = until - time.GetUtcNow();
        return wait > ShortestWait ? wait : ShortestWait;
    }

    private SendOutcome Dropped(string why, Guid message)
    {
        instruments.Tried(transport.Name, why);
        LogDropped(message, why);
        return SendOutcome.Done;
    }

    [LoggerMessage(LogLevel.Error, "The mail {Message} cannot be opened ({Fault}); it is parked")]
    private partial void LogUnreadable(string fault, Guid message);

    [LoggerMessage(LogLevel.Information, "The mail {Message} was not sent: {Why}")]
    private partial void LogDropped(Guid message, string why);
}
