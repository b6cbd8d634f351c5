using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Nodes;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>A webhook that waits for its turn in its node's memory.</summary>
/// <param name="Id">LiveKit's event id.</param>
/// <param name="Event">Its name.</param>
/// <param name="Room">The room's name; the queue it goes through.</param>
/// <param name="Node">Whose queue, and whose clock its token is made by.</param>
/// <param name="Body">The body, as it will be sent.</param>
/// <param name="Url">Where to.</param>
/// <param name="QueuedTimestamp">When it was queued, the time provider's timestamp.</param>
internal sealed record QueuedWebhook(
    string Id, string Event, string Room, LiveKitNode Node, string Body, Uri Url, long QueuedTimestamp)
{
    /// <summary>What becomes of it and its copies.</summary>
    public WebhookFate Fate { get; init; } = new(FaultPlan.None);

    /// <summary>What is to go wrong with it.</summary>
    public FaultPlan Plan => Fate.Plan;

    /// <summary>What is wrong with its token.</summary>
    public TokenFlaw Flaw { get; init; }

    /// <summary>Grows from event to event, whatever their rooms.</summary>
    public long Number { get; init; }
}

/// <summary>
/// What a queue hands its webhooks to, one at a time. It ends when the webhook is done with, and does not throw;
/// <paramref name="lost"/> is the crash of the node.
/// </summary>
internal delegate Task WebhookDelivery(QueuedWebhook webhook, CancellationToken lost);
