using System.Collections.Concurrent;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Inbound;

/// <summary>Keeps what was handed over last of each thing.</summary>
internal sealed class SettledUpdates : IBillingUpdates
{
    public ConcurrentDictionary<string, (TenantId Tenant, ProviderSubscription State)> Subscriptions { get; } = new();

    public ConcurrentDictionary<string, (TenantId Tenant, ProviderInvoice State)> Invoices { get; } = new();

    public ConcurrentDictionary<string, int> DeletedCustomers { get; } = new();

    public ConcurrentQueue<ProviderMeterErrors> MeterErrors { get; } = new();

    public int HandedOver { get; private set; }

    /// <summary>Throws so often before it takes anything.</summary>
    public int Faults { get; set; }

    public Task SubscriptionChangedAsync(TenantId tenant, ProviderSubscription subscription, CancellationToken cancellation) =>
        Take(() => Subscriptions[subscription.Id] = (tenant, subscription));

    public Task InvoiceChangedAsync(TenantId tenant, ProviderInvoice invoice, CancellationToken cancellation) =>
        Take(() => Invoices[invoice.Id] = (tenant, invoice));

    public Task CustomerDeletedAsync(string customerId, CancellationToken cancellation) =>
        Take(() => DeletedCustomers.AddOrUpdate(customerId, 1, static (_, count) => count + 1));

    public Task MeterErrorsAsync(ProviderMeterErrors errors, CancellationToken cancellation) => Take(() => MeterErrors.Enqueue(errors));

    private Task Take(Action take)
    {
        if (Faults > 0)
        {
            Faults--;
            throw new InvalidOperationException("The grain is away.");
        }

        HandedOver++;
        take();
        return Task.CompletedTask;
    }
}
