using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Webhooks;

/// <summary>Where the tries to send events are kept, and where more of them are asked for.</summary>
public interface IWebhookDeliveryStore
{
    /// <summary>Reads deliveries of an endpoint by their last tries, the latest first. One that was not tried yet is not among them.</summary>
    Task<WebhookDeliveryPage> ListAsync(WebhookDeliveryQuery query, CancellationToken cancellation);

    /// <summary>Reads the tries of a delivery, the latest first, at most 100; none when there is no such delivery.</summary>
    Task<ImmutableArray<WebhookAttempt>> FindAsync(TenantId tenant, Guid endpoint, Guid delivery, CancellationToken cancellation);

    /// <summary>
    /// Queues events of the log for an endpoint once more, as new ones: a delivery that waits for its next try has it at once. What an endpoint does not get
    /// by its mode and types is passed over.
    /// </summary>
    Task<WebhookReplayed> ReplayAsync(WebhookReplay replay, CancellationToken cancellation);

    /// <summary>Queues a test for an endpoint.</summary>
    /// <param name="endpoint">The endpoint, switched on or not.</param>
    /// <param name="id">The id of the event that the test tells of.</param>
    /// <param name="cancellation">Gives up; then it may have been queued.</param>
    /// <returns>The delivery.</returns>
    Task<Guid> TestAsync(WebhookEndpoint endpoint, Guid id, CancellationToken cancellation);
}

/// <summary>Which deliveries to read.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Endpoint">Of which endpoint.</param>
/// <param name="Limit">How many at most.</param>
public sealed record WebhookDeliveryQuery(TenantId Tenant, Guid Endpoint, int Limit)
{
    /// <summary>Only those in this state; null for all.</summary>
    public WebhookState? State { get; init; }

    /// <summary>Only those of events of this type; null for all.</summary>
    public string? EventType { get; init; }

    /// <summary>Only those of this event; null for all.</summary>
    public Guid? Event { get; init; }

    /// <summary>Only those whose last try was before this one; null for the latest.</summary>
    public Guid? Before { get; init; }
}

/// <summary>A page of deliveries.</summary>
/// <param name="Last">The last try of each.</param>
/// <param name="Next">The last one's, if there are more.</param>
public sealed record WebhookDeliveryPage(ImmutableArray<WebhookAttempt> Last, Guid? Next);

/// <summary>Which events to send once more.</summary>
/// <param name="Endpoint">The endpoint, which is switched on.</param>
public sealed record WebhookReplay(WebhookEndpoint Endpoint)
{
    /// <summary>How many events of the log one call looks at.</summary>
    public const int MostEvents = 10_000;

    /// <summary>Only this event; null for a range.</summary>
    public Guid? Event { get; init; }

    /// <summary>Only events after this place in the log.</summary>
    public long After { get; init; }

    /// <summary>Only events up to this place in the log.</summary>
    public long UpTo { get; init; } = long.MaxValue;

    /// <summary>Only what happened at this instant or later, Unix milliseconds.</summary>
    public long FromMs { get; init; }

    /// <summary>Only what happened before this instant, Unix milliseconds.</summary>
    public long ToMs { get; init; } = long.MaxValue;

    /// <summary>Whether what has arrived already is passed over.</summary>
    public bool OnlyUndelivered { get; init; }
}

/// <summary>What was queued.</summary>
/// <param name="Queued">How many deliveries.</param>
/// <param name="Looked">How many events were looked at.</param>
/// <param name="LastSequence">The place of the last event that was looked at; 0 for none.</param>
public sealed record WebhookReplayed(int Queued, int Looked, long LastSequence);
