namespace RelayKit.Billing;

/// <summary>
/// Whoever takes the money: customers, subscriptions, invoices and the events of meters, in RelayKit's words. Registered only where one is configured;
/// without it usage accrues and everything else works.
/// </summary>
/// <remarks>
/// Nothing here throws for what a provider answers or fails to answer: see <see cref="ProviderResult{T}"/>. Cancellation throws as everywhere, and leaves
/// the outcome of what was under way unknown. A call that the provider refuses to do twice at once (Stripe: a customer's meter) is retryable.
/// </remarks>
public interface IBillingProvider
{
    /// <summary>What the provider is called in the ledger and in messages: <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The customer of a tenant, made if there is none. The same tenant gets the same customer, however often it is asked and whatever was lost on the way;
    /// name and address are brought up to date.
    /// </summary>
    /// <returns>The provider's id of the customer.</returns>
    Task<ProviderResult<string>> EnsureCustomerAsync(BillingCustomer customer, CancellationToken cancellation);

    /// <summary>A page of the provider's on which the customer subscribes. The same request again, within a day, gives the same page.</summary>
    Task<ProviderResult<ProviderCheckout>> CreateCheckoutAsync(CheckoutRequest request, CancellationToken cancellation);

    /// <summary>A page of the provider's on which the customer changes cards and cancels.</summary>
    /// <param name="customerId">The provider's id of the customer.</param>
    /// <param name="returnUrl">Where the page leads back to.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProviderResult<Uri>> CreatePortalAsync(string customerId, Uri returnUrl, CancellationToken cancellation);

    /// <summary>A subscription as it is now. Refused with <see cref="ProviderFault.NotFound"/> when there is none.</summary>
    Task<ProviderResult<ProviderSubscription>> GetSubscriptionAsync(string subscriptionId, CancellationToken cancellation);

    /// <summary>Ends a subscription; one that has ended already is answered as it is.</summary>
    /// <param name="subscriptionId">Which.</param>
    /// <param name="atPeriodEnd">Whether it goes on to the end of the period that is paid for.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProviderResult<ProviderSubscription>> CancelSubscriptionAsync(string subscriptionId, bool atPeriodEnd, CancellationToken cancellation);

    /// <summary>An invoice as it is now, with all its lines.</summary>
    Task<ProviderResult<ProviderInvoice>> GetInvoiceAsync(string invoiceId, CancellationToken cancellation);

    /// <summary>A customer's invoices, newest first, each with its first ten lines at least: <see cref="ProviderInvoice.HasAllLines"/>.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="limit">How many at most: 1 to 100.</param>
    /// <param name="cursor">What the page before gave; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProviderResult<ProviderPage<ProviderInvoice>>> ListInvoicesAsync(
        string customerId, int limit, string? cursor, CancellationToken cancellation);

    /// <summary>
    /// Reports usage. Accepted means taken over, not counted: a provider counts later, and tells by <see cref="IBillingUpdates.MeterErrorsAsync"/> what it could
    /// not count. The same identifier is taken once within 24 hours, and twice after that: never send an old unknown one again, see <see cref="MeterReportRules"/>.
    /// </summary>
    Task<ProviderResult<MeterEventReceipt>> SendMeterEventAsync(MeterEvent meterEvent, CancellationToken cancellation);

    /// <summary>Takes an event back; only within 24 hours of its sending.</summary>
    /// <param name="eventName">The meter's events.</param>
    /// <param name="identifier">Which event.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The identifier.</returns>
    Task<ProviderResult<string>> CancelMeterEventAsync(string eventName, string identifier, CancellationToken cancellation);

    /// <summary>
    /// What the provider has counted of a customer's meter, by the events' own times. Lags behind what it took by minutes: compare only what is an hour old.
    /// </summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="eventName">The meter's events.</param>
    /// <param name="from">First instant, on a whole minute.</param>
    /// <param name="to">First instant after, on a whole minute.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProviderResult<long>> SumMeterEventsAsync(
        string customerId, string eventName, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>What the provider could not count of the events that it took, by the id of the news of it.</summary>
    Task<ProviderResult<ProviderMeterErrors>> GetMeterErrorsAsync(string eventId, CancellationToken cancellation);
}
