using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>
/// Who is told what changed at the provider. What is handed over was fetched after the news came, so that the order of the news does not matter; the same may
/// come again, and an older state may come after a newer one only when two are under way at once: compare with what is stored by what the states themselves say.
/// An exception is a fault, and the same is handed over again later.
/// </summary>
public interface IBillingUpdates
{
    /// <summary>A subscription was made, changed or ended.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="subscription">As it is now.</param>
    /// <param name="cancellation">Gives up.</param>
    Task SubscriptionChangedAsync(TenantId tenant, ProviderSubscription subscription, CancellationToken cancellation);

    /// <summary>An invoice was made, finalised, paid, or could not be paid.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="invoice">As it is now, with all its lines.</param>
    /// <param name="cancellation">Gives up.</param>
    Task InvoiceChangedAsync(TenantId tenant, ProviderInvoice invoice, CancellationToken cancellation);

    /// <summary>A customer was deleted at the provider: what is owed can no longer be collected from it.</summary>
    /// <param name="customerId">The provider's id of it: the provider has forgotten whose it was.</param>
    /// <param name="cancellation">Gives up.</param>
    Task CustomerDeletedAsync(string customerId, CancellationToken cancellation);

    /// <summary>Events of a meter that the provider took and then could not count. They are of any tenants: an identifier says whose.</summary>
    /// <param name="errors">What it names, some of them as samples; the list may be shorter than what was lost.</param>
    /// <param name="cancellation">Gives up.</param>
    Task MeterErrorsAsync(ProviderMeterErrors errors, CancellationToken cancellation);
}
