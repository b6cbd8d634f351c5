using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>The words for what a provider says.</summary>
internal static class ProviderWords
{
    private static readonly string[] Subscriptions = ["incomplete", "incomplete_expired", "trialing", "active", "past_due", "unpaid", "canceled", "paused"];
    private static readonly string[] Invoices = ["draft", "open", "paid", "uncollectible", "void"];

    public static string Of(ProviderSubscriptionStatus status) => Subscriptions[(int)status];

    public static string Of(ProviderInvoiceStatus status) => Invoices[(int)status];
}
