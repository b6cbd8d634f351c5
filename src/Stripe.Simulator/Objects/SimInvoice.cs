namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>An invoice of a subscription.</summary>
internal sealed class SimInvoice
{
    public required string Id { get; init; }

    public required SimSubscription Subscription { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public required DateTimeOffset PeriodEnd { get; init; }

    /// <summary>When it stops to be a draft.</summary>
    public required DateTimeOffset FinalizesAt { get; init; }

    public required string BillingReason { get; init; }

    public List<SimInvoiceLine> Lines { get; } = [];

    public string Status { get; set; } = "draft";

    public string? Number { get; set; }

    public DateTimeOffset? FinalizedAt { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? NextAttempt { get; set; }

    public long Total => Lines.Sum(static line => line.Amount);
}
