using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Where billing reads and keeps what it knows of tenants.</summary>
public interface IBillingStore
{
    /// <summary>How a tenant stands; one that nothing is known of stands well.</summary>
    Task<BillingAccount> ReadAccountAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Gives a tenant a plan of its own, or with null the default again.</summary>
    Task AssignPlanAsync(TenantId tenant, string? plan, CancellationToken cancellation);

    /// <summary>Keeps the provider's id of a tenant as a customer: from then on its usage is reported there.</summary>
    Task SetCustomerAsync(TenantId tenant, string customerId, CancellationToken cancellation);

    /// <summary>Says by hand whether a tenant owes a payment, where no provider does.</summary>
    Task SetOwedAsync(TenantId tenant, bool isOwed, CancellationToken cancellation);

    /// <summary>What the ledger says of a tenant's live mode in a period, up to an instant that is not before what is known.</summary>
    Task<MeteredUsage> ReadUsageAsync(TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation);

    /// <summary>Where a tenant's meters stand in an open period: its own usage, and what it takes over from closed ones.</summary>
    Task<ImmutableArray<MeterStanding>> ReadStandingsAsync(TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation);

    /// <summary>Invoices of closed periods, the newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this id; null to begin.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Invoice>> ListInvoicesAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation);

    /// <summary>An invoice of a closed period; null when there is none.</summary>
    Task<Invoice?> FindInvoiceAsync(TenantId tenant, Guid invoice, CancellationToken cancellation);

    /// <summary>What is known of the provider's invoice of a period, be that closed or not; null when there is none.</summary>
    Task<KnownProviderInvoice?> FindProviderInvoiceAsync(TenantId tenant, UsagePeriod period, CancellationToken cancellation);

    /// <summary>What a line of an invoice is added up from, a page at a time.</summary>
    Task<InvoiceLineDetail> ReadLineAsync(InvoiceLineQuery query, CancellationToken cancellation);

    /// <summary>What a label has used in a period, by kind of participant, and by day.</summary>
    Task<LabelStatement> ReadStatementAsync(TenantId tenant, Label label, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation);
}
