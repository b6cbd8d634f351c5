namespace RelayKit.Stripe;

/// <summary>The meter that events of a name feed.</summary>
/// <param name="MeterId">Stripe's id of it; null when there is none.</param>
internal sealed record EventMeter(string? MeterId);
