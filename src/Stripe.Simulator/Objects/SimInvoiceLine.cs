namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>One line of an invoice. A metered one is counted until the invoice is final.</summary>
internal sealed class SimInvoiceLine
{
    public required string Id { get; init; }

    public required SimPrice Price { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required long Quantity { get; set; }

    public required long Amount { get; set; }

    public bool IsProration { get; init; }
}
