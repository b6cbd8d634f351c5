namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>What happens to the webhooks of events to come.</summary>
/// <param name="Copies">How often each is sent.</param>
/// <param name="Hold">Whether they wait until they are released.</param>
internal sealed record WebhookScript(int Copies, bool Hold);
