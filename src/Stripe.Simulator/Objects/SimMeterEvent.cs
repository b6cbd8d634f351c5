namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>An event of a meter that was taken.</summary>
internal sealed class SimMeterEvent
{
    public required string EventName { get; init; }

    public required string Identifier { get; init; }

    public required string CustomerId { get; init; }

    public required long Value { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset Received { get; init; }

    public bool IsCancelled { get; set; }

    /// <summary>Why it is not counted, which is found out after it was taken; null when it is.</summary>
    public string? Error { get; init; }
}
