namespace RelayKit.Billing;

/// <summary>One line of an invoice.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ProviderInvoiceLine")]
public sealed record ProviderInvoiceLine
{
    /// <summary>The provider's id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>What it is for, as it stands on paper; null when nothing does.</summary>
    [Id(1)]
    public string? Description { get; init; }

    /// <summary>The provider's id of the price; null for an amount without one.</summary>
    [Id(2)]
    public string? PriceId { get; init; }

    /// <summary>The events of the meter whose usage it charges, as <see cref="MeterEvent.EventName"/>; null for a line that follows no meter.</summary>
    [Id(3)]
    public string? MeterEventName { get; init; }

    /// <summary>Units; for a metered line the period's usage. Null for an amount without units.</summary>
    [Id(4)]
    public long? Quantity { get; init; }

    /// <summary>In the invoice's currency, in its smallest unit.</summary>
    [Id(5)]
    public required long Amount { get; init; }

    /// <summary>First instant of what it charges.</summary>
    [Id(6)]
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>First instant after.</summary>
    [Id(7)]
    public required DateTimeOffset PeriodEnd { get; init; }
}
