namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>An event on its way to one address.</summary>
/// <param name="Event">Which.</param>
/// <param name="DueAt">When it is tried.</param>
/// <param name="Attempt">1 for the first.</param>
internal sealed record WebhookDelivery(ToldEvent Event, DateTimeOffset DueAt, int Attempt);
