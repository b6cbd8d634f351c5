using RelayKit.Billing;

namespace RelayKit.Stripe.Webhooks;

/// <summary>A webhook's body, read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Event">The news; present when it is wanted.</param>
public readonly record struct StripeNews(StripeNewsKind Kind, ProviderEvent? Event);
