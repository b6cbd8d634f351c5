using RelayKit.Billing;
using RelayKit.Stripe.Calls;
using RelayKit.Stripe.Objects;
using Api = global::Stripe;

namespace RelayKit.Stripe;

/// <summary>Stripe behind the port: customers, checkouts, the portal and subscriptions. No type of Stripe's leaves it.</summary>
internal sealed partial class StripeBillingProvider(
    Api.StripeClient client, StripeCalls calls, StripeMeters meters, StripeOptions options, TimeProvider time) : IBillingProvider
{
    /// <summary>How the tenant is named on everything that RelayKit makes at Stripe.</summary>
    public const string TenantKey = "tenant_id";

    /// <summary>How the plan is named on subscriptions.</summary>
    public const string PlanKey = "plan";

    /// <summary>The shortest and the longest life of a checkout's page at Stripe; the longest is what it has unless it is told.</summary>
    private static readonly (TimeSpan Shortest, TimeSpan Longest) PageLife = (TimeSpan.FromMinutes(30), TimeSpan.FromHours(24));

    /// <summary>How often a customer's making is begun anew, where Stripe repeats the failure of an earlier beginning for a day.</summary>
    private const int CustomerKeys = 3;

    /// <inheritdoc/>
    public string Name => "stripe";

    /// <inheritdoc/>
    /// <remarks>
    /// Found by a search, which lags behind by up to a minute, and made under a key that Stripe keeps for a day: together they hold for ever. The key needs the same
    /// parameters each time, so that what can change is written afterwards.
    /// </remarks>
    public async Task<ProviderResult<string>> EnsureCustomerAsync(BillingCustomer customer, CancellationToken cancellation)
    {
        var found = await calls.RepeatedlyAsync(
            "customers.search",
            token => client.V1.Customers.SearchAsync(
                new Api.CustomerSearchOptions { Query = $"metadata['{TenantKey}']:'{customer.Tenant}'", Limit = 10 }, null, token),
            cancellation);
        if (!found.IsAccepted)
        {
            return found.ToFailure();
        }

        // Two can only be there when one was made by hand: the older has the history.
        var known = found.Value.Data.Where(static candidate => candidate.Deleted != true).MinBy(static candidate => candidate.Created);
        if (known is null)
        {
            var made = await MakeCustomerAsync(customer, cancellation);
            if (!made.IsAccepted)
            {
                return made.ToFailure();
            }

            known = made.Value;
        }

        return known.Name == customer.Name && (known.Email ?? "") == (customer.Email ?? "") ? known.Id : await DescribeAsync(known.Id, customer, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderCheckout>> CreateCheckoutAsync(CheckoutRequest request, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, string> { [TenantKey] = request.Tenant.ToString(), [PlanKey] = request.Plan };
        var checkout = new Api.Checkout.SessionCreateOptions
        {
            Mode = "subscription",
            Customer = request.CustomerId,
            ClientReferenceId = request.Tenant.ToString(),
            SuccessUrl = request.SuccessUrl.AbsoluteUri,
            CancelUrl = request.CancelUrl.AbsoluteUri,
            LineItems =
            [
                .. request.FixedPriceIds.Select(static price => new Api.Checkout.SessionLineItemOptions { Price = price, Quantity = 1 }),
                .. request.MeteredPriceIds.Select(static price => new Api.Checkout.SessionLineItemOptions { Price = price }),
            ],
            Metadata = metadata,
            ExpiresAt = PageEnd(request.FirstPeriodStart),
            SubscriptionData = new Api.Checkout.SessionSubscriptionDataOptions
            {
                BillingCycleAnchor = request.FirstPeriodStart.UtcDateTime,
                Metadata = metadata,
            },
        };
        var answer = await calls.RepeatedlyAsync(
            "checkout.sessions.create",
            token => client.V1.Checkout.Sessions.CreateAsync(checkout, Keyed($"checkout:{request.IdempotencyKey}"), token),
            cancellation);
        return answer.IsAccepted
            ? new ProviderCheckout(answer.Value.Id, new Uri(answer.Value.Url), StripeTime.Of(answer.Value.ExpiresAt))
            : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<Uri>> CreatePortalAsync(string customerId, Uri returnUrl, CancellationToken cancellation)
    {
        var portal = new Api.BillingPortal.SessionCreateOptions { Customer = customerId, ReturnUrl = returnUrl.AbsoluteUri };
        var key = Keyed($"portal:{Guid.NewGuid():N}");
        var answer = await calls.RepeatedlyAsync(
            "billing_portal.sessions.create", token => client.V1.BillingPortal.Sessions.CreateAsync(portal, key, token), cancellation);
        return answer.IsAccepted ? new Uri(answer.Value.Url) : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderSubscription>> GetSubscriptionAsync(string subscriptionId, CancellationToken cancellation)
    {
        var answer = await calls.RepeatedlyAsync(
            "subscriptions.get",
            token => client.V1.Subscriptions.GetAsync(subscriptionId, new Api.SubscriptionGetOptions { Expand = ["customer"] }, null, token),
            cancellation);
        return answer.IsAccepted ? SubscriptionMapping.Map(answer.Value) : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderSubscription>> CancelSubscriptionAsync(string subscriptionId, bool atPeriodEnd, CancellationToken cancellation)
    {
        var now = await GetSubscriptionAsync(subscriptionId, cancellation);
        if (!now.IsAccepted || now.Value.EndedAt is not null || (atPeriodEnd && now.Value.CancelAt is not null))
        {
            return now;
        }

        var key = Keyed($"cancel:{Guid.NewGuid():N}");
        var answer = atPeriodEnd
            ? await calls.RepeatedlyAsync(
                "subscriptions.update",
                token => client.V1.Subscriptions.UpdateAsync(
                    subscriptionId, new Api.SubscriptionUpdateOptions { CancelAtPeriodEnd = true, Expand = ["customer"] }, key, token),
                cancellation)
            : await calls.RepeatedlyAsync(
                "subscriptions.cancel",
                token => client.V1.Subscriptions.CancelAsync(
                    subscriptionId, new Api.SubscriptionCancelOptions { InvoiceNow = true, Expand = ["customer"] }, key, token),
                cancellation);
        return answer.IsAccepted ? SubscriptionMapping.Map(answer.Value) : answer.ToFailure();
    }

    /// <summary>A page on which somebody subscribed after the first whole period has begun would be refused there: the period lies in the past by then.</summary>
    private DateTime? PageEnd(DateTimeOffset firstPeriodStart)
    {
        var left = firstPeriodStart - time.GetUtcNow();
        return left >= PageLife.Longest ? null : (left > PageLife.Shortest ? firstPeriodStart : time.GetUtcNow() + PageLife.Shortest + TimeSpan.FromMinutes(1)).UtcDateTime;
    }

    private static Api.RequestOptions Keyed(string key) => new() { IdempotencyKey = $"relaykit:{key}" };

    private async Task<StripeAnswer<Api.Customer>> MakeCustomerAsync(BillingCustomer customer, CancellationToken cancellation)
    {
        var making = new Api.CustomerCreateOptions { Metadata = new() { [TenantKey] = customer.Tenant.ToString() } };
        for (var number = 1; ; number++)
        {
            var key = Keyed($"customer:{customer.Tenant}:{number}");
            var made = await calls.RepeatedlyAsync("customers.create", token => client.V1.Customers.CreateAsync(making, key, token), cancellation);
            if (made.IsAccepted || number == CustomerKeys || made.Failure is not { IsReplayed: true, Status: >= 500 })
            {
                return made;
            }
        }
    }

    private async Task<ProviderResult<string>> DescribeAsync(string customerId, BillingCustomer customer, CancellationToken cancellation)
    {
        // An empty text has Stripe forget what was there; null is not sent.
        var described = new Api.CustomerUpdateOptions { Name = customer.Name, Email = customer.Email ?? "" };
        var key = Keyed($"describe:{Guid.NewGuid():N}");
        var answer = await calls.RepeatedlyAsync(
            "customers.update", token => client.V1.Customers.UpdateAsync(customerId, described, key, token), cancellation);
        return answer.IsAccepted ? answer.Value.Id : answer.ToFailure();
    }
}
