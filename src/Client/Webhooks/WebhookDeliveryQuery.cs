namespace RelayKit.Client;

/// <summary>Which deliveries to list; what is left out is not filtered by.</summary>
public sealed record WebhookDeliveryQuery
{
    /// <summary>Only those in this state.</summary>
    public WebhookDeliveryStatus? Status { get; init; }

    /// <summary>Only those of events of this type.</summary>
    public string? EventType { get; init; }

    /// <summary>Only those of this event, <c>evt_…</c>.</summary>
    public string? EventId { get; init; }

    /// <summary>How many come in one request, 1 to 100; left out, 20. The list is whole in any case.</summary>
    public int? PageSize { get; init; }
}
