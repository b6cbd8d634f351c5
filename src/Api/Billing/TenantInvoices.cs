using System.Collections.Immutable;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>A tenant's invoices: those of closed periods as they are kept, and of open ones the drafts, as the ledger has them now.</summary>
internal sealed class TenantInvoices(IBillingStore store, Plans plans, TimeProvider time)
{
    /// <summary>The drafts, the newest first: of the current period, and of the one before as long as it is not closed.</summary>
    public async Task<ImmutableArray<Invoice>> DraftsAsync(TenantId tenant, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var current = UsagePeriod.Containing(now);
        var drafts = ImmutableArray.CreateBuilder<Invoice>();
        var account = await store.ReadAccountAsync(tenant, cancellation);
        var plan = (await plans.ReadAsync(cancellation)).Of(account.Plan);
        drafts.Add(await DraftAsync(tenant, plan, current, now, cancellation));
        var before = PeriodText.Before(current);
        if (UuidVersion7.MillisecondsOf(tenant.Value) < before.EndMs
            && await store.FindInvoiceAsync(tenant, Invoice.IdOf(tenant, before), cancellation) is null)
        {
            drafts.Add(await DraftAsync(tenant, plan, before, now, cancellation));
        }

        return drafts.DrainToImmutable();
    }

    /// <summary>An invoice, or the draft of one; null when there is none.</summary>
    public async Task<Invoice?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation) =>
        await store.FindInvoiceAsync(tenant, id, cancellation) ?? (await DraftsAsync(tenant, cancellation)).FirstOrDefault(draft => draft.Id == id);

    private async Task<Invoice> DraftAsync(TenantId tenant, Plan plan, UsagePeriod period, DateTimeOffset now, CancellationToken cancellation) => new()
    {
        Id = Invoice.IdOf(tenant, period),
        Period = period,
        Plan = plan.Code,
        Currency = plan.Currency,
        Lines = Invoicing.LinesOf(plan, await store.ReadStandingsAsync(tenant, period, now, cancellation)),
        AtProvider = await store.FindProviderInvoiceAsync(tenant, period, cancellation),
    };
}
