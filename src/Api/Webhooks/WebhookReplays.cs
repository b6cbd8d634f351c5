using RelayKit.Api.Requests;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>From requests to what is to be sent once more.</summary>
internal static class WebhookReplays
{
    /// <summary>Whether it names one thing, and that well.</summary>
    public static void Check(ReplayWebhooksRequest asked, FieldErrors errors)
    {
        var ways = (asked.EventId is null ? 0 : 1) + (asked.FromSequence is null && asked.ToSequence is null ? 0 : 1) + (asked.From is null && asked.To is null ? 0 : 1);
        if (ways != 1)
        {
            errors.Add("", "has to name one thing: event_id, from_sequence and to_sequence, or from and to");
            return;
        }

        if (asked.EventId is { } one && !PublicId.TryParse(PublicId.Event, one, out _))
        {
            errors.Add("/event_id", "has to be evt_ and 26 characters");
        }

        if (asked.ToSequence is not null && asked.FromSequence is null)
        {
            errors.Add("/from_sequence", "is missing; say where to begin");
        }

        if (asked.FromSequence < 1)
        {
            errors.Add("/from_sequence", "has to be 1 or more");
        }

        if (asked.ToSequence < asked.FromSequence)
        {
            errors.Add("/to_sequence", "has to be from_sequence or more");
        }

        if (asked.To is not null && asked.From is null)
        {
            errors.Add("/from", "is missing; say where to begin");
        }

        if (asked.To <= asked.From)
        {
            errors.Add("/to", "has to be later than from");
        }
    }

    /// <summary>What is to be sent, of a request that was checked.</summary>
    public static async Task<WebhookReplay> ReadAsync(ReplayWebhooksRequest asked, WebhookEndpoint endpoint, IEventLog log, CancellationToken cancellation)
    {
        var replay = new WebhookReplay(endpoint) { OnlyUndelivered = asked.OnlyUndelivered ?? false };
        if (asked.EventId is { } one)
        {
            _ = PublicId.TryParse(PublicId.Event, one, out var id);
            return replay with { Event = id };
        }

        if (asked.From is { } from)
        {
            var fromMs = from.ToUnixTimeMilliseconds();
            return replay with
            {
                After = await log.FindPlaceAsync(endpoint.Tenant, fromMs, cancellation),
                FromMs = fromMs,
                ToMs = asked.To?.ToUnixTimeMilliseconds() ?? long.MaxValue,
            };
        }

        return replay with { After = asked.FromSequence!.Value - 1, UpTo = asked.ToSequence ?? long.MaxValue };
    }
}
