namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>A customer, with a card that works or does not.</summary>
internal sealed class SimCustomer(string id, DateTimeOffset created)
{
    public string Id { get; } = id;

    public DateTimeOffset Created { get; } = created;

    public string? Name { get; set; }

    public string? Email { get; set; }

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public bool IsDeleted { get; set; }

    /// <summary>Whether charges of its card succeed.</summary>
    public bool CardWorks { get; set; } = true;
}
