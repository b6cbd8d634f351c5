namespace RelayKit.Stripe;

/// <summary>What a price charges.</summary>
/// <param name="EventName">The meter's events, without the prefix; null when it follows no meter of RelayKit's.</param>
internal sealed record PriceMeter(string? EventName);
