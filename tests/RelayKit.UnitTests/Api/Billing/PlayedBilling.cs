using System.Collections.Immutable;
using RelayKit.Billing;
using RelayKit.Labels;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Billing;

/// <summary>What billing knows of one tenant, in memory.</summary>
internal sealed class PlayedBilling : IBillingStore, IPlanStore, ITenantStore
{
    public BillingAccount Account { get; set; } = new() { Dunning = new DunningStanding(DunningStage.Active, default, 0) };

    public List<Plan> Plans { get; } = [];

    public Task<BillingAccount> ReadAccountAsync(TenantId tenant, CancellationToken cancellation) => Task.FromResult(Account);

    public Task SetCustomerAsync(TenantId tenant, string customerId, CancellationToken cancellation)
    {
        Account = Account with { CustomerId = customerId };
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Plan>> ListAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<Plan>>([.. Plans]);

    public Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellation) => Task.FromResult<Tenant?>(new Tenant(tenant, "Acme", default));

    public Task AssignPlanAsync(TenantId tenant, string? plan, CancellationToken cancellation)
    {
        Account = Account with { Plan = plan };
        return Task.CompletedTask;
    }

    public Task SetOwedAsync(TenantId tenant, bool isOwed, CancellationToken cancellation)
    {
        Account = Account with { OwedSince = isOwed ? Account.OwedSince ?? DateTimeOffset.UnixEpoch : null };
        return Task.CompletedTask;
    }

    public Task<MeteredUsage> ReadUsageAsync(TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<MeterStanding>> ReadStandingsAsync(TenantId tenant, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<Invoice>> ListInvoicesAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Invoice?> FindInvoiceAsync(TenantId tenant, Guid invoice, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<KnownProviderInvoice?> FindProviderInvoiceAsync(TenantId tenant, UsagePeriod period, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<InvoiceLineDetail> ReadLineAsync(InvoiceLineQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<LabelStatement> ReadStatementAsync(TenantId tenant, Label label, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task SetAsync(Plan plan, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(string code, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<long> CountTenantsAsync(string code, CancellationToken cancellation) => throw new NotSupportedException();

    public Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation) => throw new NotSupportedException();

    public Task CreateAsync(Tenant tenant, CancellationToken cancellation) => throw new NotSupportedException();
}
