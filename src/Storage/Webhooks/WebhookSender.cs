using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Outbox;
using RelayKit.Secrets;
using RelayKit.Storage.Outbox;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>
/// Sends events to tenants' endpoints. What an endpoint is and what an event says is read when it is sent, so that a change of either holds at once, and what
/// was erased is not sent any more. Of several tries none is in order with another: the number of the event says the order.
/// </summary>
internal sealed partial class WebhookSender(
    WebhookClient client,
    WebhookReader webhooks,
    ISecretProtector protector,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookSender> logger) : IOutboxSender
{
    private readonly ConditionalWeakTable<OutboxAttempt, PreparedWebhook> _prepared = [];
    private readonly ConditionalWeakTable<OutboxAttempt, WebhookAttempt> _tried = [];
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    public string Kind => OutboxKinds.Webhook;

    public OutboxRules Rules { get; } = new()
    {
        MaxInFlight = options.Value.InAll,
        MaxInFlightPerDestination = options.Value.PerEndpoint,
        Lease = TimeSpan.FromSeconds((options.Value.TimeoutSeconds * 2) + 15),
        Retries = WebhookSchedule.Of(options.Value),
        Poll = TimeSpan.FromMilliseconds(200),
    };

    public async Task PrepareAsync(IReadOnlyList<OutboxAttempt> taken, CancellationToken cancellation)
    {
        foreach (var (attempt, prepared) in await webhooks.ReadAsync(taken, cancellation))
        {
            _prepared.AddOrUpdate(attempt, prepared);
        }
    }

    public async Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        // Gone with its endpoint, by erasure or by age; or switched off since it was queued.
        if (!_prepared.TryGetValue(attempt, out var webhook) || (!webhook.Endpoint.IsEnabled && !WebhookMarks.IsTest(attempt.Message)))
        {
            return SendOutcome.Done;
        }

        var (startedAt, began) = (time.GetUtcNow(), time.GetTimestamp());
        if (Secrets(webhook.Endpoint, startedAt) is not { } secrets)
        {
            return SendOutcome.Retry("The endpoint's secret cannot be opened.");
        }

        var id = PublicId.Format(PublicId.Event, webhook.Event.Id);
        var signature = WebhookSignature.Sign(secrets, id, startedAt, webhook.Body);
        var reply = await PostAsync(webhook, (id, WebhookSignature.TimestampText(startedAt), signature), cancellation);
        var status = reply.Answer?.Status;
        var state = WebhookSchedule.StateAfter(status, attempt.Number, Rules.Retries.Attempts);
        var notBefore = WebhookSchedule.NotBefore(status, reply.RetryAfter);
        _tried.AddOrUpdate(attempt, new WebhookAttempt
        {
            Id = UuidVersion7.Of(startedAt.ToUnixTimeMilliseconds(), Guid.NewGuid().ToByteArray()),
            Endpoint = webhook.Endpoint.Id,
            Delivery = attempt.Message.Id,
            Event = webhook.Event.Id,
            EventType = webhook.Event.Type,
            Sequence = webhook.Event.Sequence > 0 ? webhook.Event.Sequence : null,
            Number = attempt.Number,
            State = state,
            QueuedAt = attempt.Message.CreatedAt,
            Duration = time.GetElapsedTime(began),
            Answer = WebhookRedaction.Of(reply.Answer, secrets, signature, webhook.Event),
            Error = reply.Error,
        });
        return state == WebhookState.Retrying ? SendOutcome.Retry(reply.Error ?? "Failed.", notBefore) : SendOutcome.Done;
    }

    public void Record(NpgsqlBatch batch, IReadOnlyList<SettledAttempt> settled)
    {
        var tried = new List<TriedWebhook>(settled.Count);
        foreach (var one in settled)
        {
            if (_tried.TryGetValue(one.Attempt, out var attempt))
            {
                tried.Add(new TriedWebhook(one.Attempt.Message, attempt with { NextAt = one.NextAt }, one.EndedAt));
            }
        }

        WebhookRecords.Add(batch, tried);
        WebhookRecords.AddGivenUp(
            batch, [.. settled.Where(one => one.Outcome.Verdict == SendVerdict.Done && one.Attempt.Number > 1 && !_tried.TryGetValue(one.Attempt, out _))]);
    }

    private async Task<WebhookReply> PostAsync(
        PreparedWebhook webhook, (string Id, string Timestamp, string Signature) signed, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await client.PostAsync(webhook.Endpoint.Url, WebhookHeaders.Standard, signed, webhook.Body, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return WebhookReply.Failed($"No answer within {_timeout.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>The secret, and the one before while it is still taken; null where one cannot be opened, which the operator has to mend.</summary>
    private List<WebhookSecret>? Secrets(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        try
        {
            var secrets = new List<WebhookSecret>(2) { Open(endpoint, endpoint.Secret) };
            if (endpoint.PreviousSecret is { } previous && endpoint.PreviousUntil > now)
            {
                secrets.Add(Open(endpoint, previous));
            }

            return secrets;
        }
        catch (Exception fault) when (fault is SecretUnreadableException or FormatException)
        {
            LogUnreadable(fault, PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id));
            return null;
        }
    }

    private WebhookSecret Open(WebhookEndpoint endpoint, byte[] secret) =>
        WebhookSecret.FromBytes(protector.Unprotect(IWebhookEndpointStore.Purpose, endpoint.Tenant, secret));

    [LoggerMessage(LogLevel.Error, "The secret of the webhook endpoint {Endpoint} cannot be opened; its webhooks are tried again")]
    private partial void LogUnreadable(Exception fault, string endpoint);
}
