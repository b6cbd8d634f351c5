namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>A subscription.</summary>
internal sealed class SimSubscription
{
    public required string Id { get; init; }

    public required SimCustomer Customer { get; init; }

    public required IReadOnlyList<SimPrice> Prices { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset PeriodStart { get; set; }

    public required DateTimeOffset PeriodEnd { get; set; }

    /// <summary>From when on usage has not been charged yet.</summary>
    public required DateTimeOffset MeteredFrom { get; set; }

    public string Status { get; set; } = "active";

    public bool CancelAtPeriodEnd { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string ItemIdOf(SimPrice price) => $"si_{Id}_{price.Id}";
}
