using RelayKit.Billing;
using Api = global::Stripe;

namespace RelayKit.Stripe.Objects;

/// <summary>From Stripe's subscriptions to RelayKit's words.</summary>
internal static class SubscriptionMapping
{
    /// <exception cref="FormatException">It has a status that nobody knows, or no item.</exception>
    public static ProviderSubscription Map(Api.Subscription subscription)
    {
        var items = subscription.Items?.Data is { Count: > 0 } all ? all : throw new FormatException($"Stripe's subscription {subscription.Id} has no items.");
        return new ProviderSubscription
        {
            Id = subscription.Id,
            CustomerId = subscription.CustomerId,
            Tenant = TenantMetadata.Of(subscription.Metadata, subscription.Customer?.Metadata),
            Plan = subscription.Metadata?.GetValueOrDefault(StripeBillingProvider.PlanKey),
            Status = StatusOf(subscription),
            PriceIds = [.. items.Select(static item => item.Price.Id)],
            CurrentPeriodStart = StripeTime.Of(items.Min(static item => item.CurrentPeriodStart)),
            CurrentPeriodEnd = StripeTime.Of(items.Max(static item => item.CurrentPeriodEnd)),
            CreatedAt = StripeTime.Of(subscription.Created),
            CancelAt = CancelAtOf(subscription, items),
            EndedAt = StripeTime.Of(subscription.EndedAt),
        };
    }

    /// <summary>The portal cancels by the flag alone, other ways by the date.</summary>
    private static DateTimeOffset? CancelAtOf(Api.Subscription subscription, List<Api.SubscriptionItem> items) =>
        subscription.EndedAt is not null ? null
        : StripeTime.Of(subscription.CancelAt) ?? (subscription.CancelAtPeriodEnd ? StripeTime.Of(items.Max(static item => item.CurrentPeriodEnd)) : null);

    private static ProviderSubscriptionStatus StatusOf(Api.Subscription subscription) => subscription.Status switch
    {
        "incomplete" => ProviderSubscriptionStatus.Incomplete,
        "incomplete_expired" => ProviderSubscriptionStatus.IncompleteExpired,
        "trialing" => ProviderSubscriptionStatus.Trialing,
        "active" => ProviderSubscriptionStatus.Active,
        "past_due" => ProviderSubscriptionStatus.PastDue,
        "unpaid" => ProviderSubscriptionStatus.Unpaid,
        "canceled" => ProviderSubscriptionStatus.Canceled,
        "paused" => ProviderSubscriptionStatus.Paused,
        _ => throw new FormatException($"Stripe's subscription {subscription.Id} has the unknown status '{subscription.Status}'."),
    };
}
