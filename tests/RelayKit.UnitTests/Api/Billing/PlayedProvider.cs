using RelayKit.Billing;

namespace RelayKit.UnitTests.Api.Billing;

/// <summary>A payment provider that has pages, unless it is down.</summary>
internal sealed class PlayedProvider : IBillingProvider
{
    public string Name => "played";

    /// <summary>What comes of every call when it is no success.</summary>
    public ProviderFailure? Failure { get; set; }

    public List<BillingCustomer> Customers { get; } = [];

    public List<CheckoutRequest> Checkouts { get; } = [];

    public Task<ProviderResult<string>> EnsureCustomerAsync(BillingCustomer customer, CancellationToken cancellation)
    {
        Customers.Add(customer);
        return Task.FromResult<ProviderResult<string>>(Failure is { } failure ? failure : "cus_1");
    }

    public Task<ProviderResult<ProviderCheckout>> CreateCheckoutAsync(CheckoutRequest request, CancellationToken cancellation)
    {
        Checkouts.Add(request);
        return Task.FromResult<ProviderResult<ProviderCheckout>>(Failure is { } failure
            ? failure
            : new ProviderCheckout("cs_1", new Uri("https://pay.example.com/cs_1"), new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
    }

    public Task<ProviderResult<Uri>> CreatePortalAsync(string customerId, Uri returnUrl, CancellationToken cancellation) =>
        Task.FromResult<ProviderResult<Uri>>(Failure is { } failure ? failure : new Uri($"https://pay.example.com/portal/{customerId}"));

    public Task<ProviderResult<ProviderSubscription>> GetSubscriptionAsync(string subscriptionId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderSubscription>> CancelSubscriptionAsync(string subscriptionId, bool atPeriodEnd, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ProviderResult<ProviderInvoice>> GetInvoiceAsync(string invoiceId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderPage<ProviderInvoice>>> ListInvoicesAsync(string customerId, int limit, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ProviderResult<MeterEventReceipt>> SendMeterEventAsync(MeterEvent meterEvent, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<string>> CancelMeterEventAsync(string eventName, string identifier, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<long>> SumMeterEventsAsync(
        string customerId, string eventName, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderMeterErrors>> GetMeterErrorsAsync(string eventId, CancellationToken cancellation) => throw new NotSupportedException();
}
