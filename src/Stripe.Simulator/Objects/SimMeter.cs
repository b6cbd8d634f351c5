namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>A meter that sums.</summary>
internal sealed record SimMeter(string Id, string EventName, DateTimeOffset Created);
