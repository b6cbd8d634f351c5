using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>What stands between the queues and the sender, and does to each webhook what its plan says.</summary>
internal sealed class FaultyDelivery(
    WebhookSender sender, SentWebhooks sent, WebhookCounters counters, FaultCounters faults, TimeProvider time)
{
    private readonly Overtaking _overtaking = new(time);

    /// <summary>A <see cref="WebhookDelivery"/>.</summary>
    public async Task DeliverAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        try
        {
            await KeepBackAsync(webhook, lost);
        }
        catch (OperationCanceledException)
        {
            counters.End(webhook, WebhookOutcome.Lost);
            return;
        }

        if (Meets(webhook, WebhookFault.ReorderWithinRoom))
        {
            // The queue goes on without it.
            _ = DeliverLaterAsync(webhook, webhook.Plan.Wait(WebhookFault.ReorderWithinRoom), DeliverNowAsync, lost);
            return;
        }

        await DeliverNowAsync(webhook, lost);
    }

    private async Task KeepBackAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        if (Meets(webhook, WebhookFault.Delay))
        {
            await Task.Delay(webhook.Plan.Wait(WebhookFault.Delay), time, lost);
        }

        if (Meets(webhook, WebhookFault.Reorder))
        {
            await _overtaking.WaitAsync(webhook, webhook.Plan.Wait(WebhookFault.Reorder), lost);
        }
    }

    /// <summary>Copies are announced before the original ends, so that nobody takes its end for the end of all.</summary>
    private async Task DeliverNowAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        var altered = Alter(webhook);
        var copies = Copies(altered).ToList();
        copies.ForEach(copy => counters.Begin(copy.Webhook));
        await SendAsync(altered, lost);
        _overtaking.Passed(webhook);
        foreach (var (copy, wait) in copies)
        {
            if (wait > TimeSpan.Zero)
            {
                _ = DeliverLaterAsync(copy, wait, sender.SendAsync, lost);
            }
            else
            {
                await sender.SendAsync(copy, lost);
            }
        }
    }

    private async Task SendAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        if (Meets(webhook, WebhookFault.Drop))
        {
            counters.End(webhook, WebhookOutcome.Dropped);
        }
        else if (Meets(webhook, WebhookFault.AnsweredWith4xx))
        {
            sent.Add(new SentWebhook(
                webhook.Id, webhook.Event, webhook.Room, webhook.Body, "", webhook.Url, 1, StatusCodes.Status404NotFound));
            counters.End(webhook, WebhookOutcome.Delivered, StatusCodes.Status404NotFound);
        }
        else
        {
            await sender.SendAsync(webhook, lost);
        }
    }

    private async Task DeliverLaterAsync(QueuedWebhook webhook, TimeSpan wait, WebhookDelivery deliver, CancellationToken lost)
    {
        try
        {
            await Task.Delay(wait, time, lost);
        }
        catch (OperationCanceledException)
        {
            counters.End(webhook, WebhookOutcome.Lost);
            return;
        }

        await deliver(webhook, lost);
    }

    private QueuedWebhook Alter(QueuedWebhook webhook)
    {
        var body = Meets(webhook, WebhookFault.UnknownField) ? AlteredBody.WithUnknownFields(webhook.Body) : webhook.Body;
        if (webhook.Plan.Has(WebhookFault.UnknownEnum) && AlteredBody.WithUnknownEnum(body) is { } strange)
        {
            faults.Count(WebhookFault.UnknownEnum);
            body = strange;
        }

        return webhook with
        {
            Body = body,
            Flaw = Meets(webhook, WebhookFault.WrongSignature) ? TokenFlaw.WrongSignature
                : Meets(webhook, WebhookFault.StaleToken) ? TokenFlaw.Stale
                : TokenFlaw.None,
        };
    }

    private IEnumerable<(QueuedWebhook Webhook, TimeSpan Wait)> Copies(QueuedWebhook webhook)
    {
        if (Meets(webhook, WebhookFault.Duplicate))
        {
            yield return (webhook, webhook.Plan.Wait(WebhookFault.Duplicate));
        }

        if (Meets(webhook, WebhookFault.DuplicateNewId))
        {
            var id = Sid.New("EV_");
            yield return (
                webhook with { Id = id, Body = AlteredBody.WithId(webhook.Body, id) }, webhook.Plan.Wait(WebhookFault.DuplicateNewId));
        }
    }

    /// <summary>Whether it meets this fault now, which is counted.</summary>
    private bool Meets(QueuedWebhook webhook, WebhookFault fault)
    {
        var meets = webhook.Plan.Has(fault);
        if (meets)
        {
            faults.Count(fault);
        }

        return meets;
    }
}
