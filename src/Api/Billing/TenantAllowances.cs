using RelayKit.Api.Requests;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.Api.Billing;

/// <summary>
/// How many participant-minutes tenants' plans include, from a memory of ten seconds. The meter does not wait for a database that is away: then it is unknown.
/// </summary>
internal sealed partial class TenantAllowances(IBillingStore store, Plans plans, TimeProvider time, ILogger<TenantAllowances> logger)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly BriefCache<TenantId, PlanPrice?> _known = new(tenant => ReadAsync(store, plans, tenant, time, logger), MaxAge, time);

    /// <summary>What a tenant's plan asks for participant-minutes; null where it does not price them, or cannot be read now.</summary>
    public ValueTask<PlanPrice?> GetAsync(TenantId tenant) => _known.GetAsync(tenant);

    private static async Task<PlanPrice?> ReadAsync(
        IBillingStore store, Plans plans, TenantId tenant, TimeProvider time, ILogger<TenantAllowances> logger)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var account = await store.ReadAccountAsync(tenant, patience.Token).WaitAsync(patience.Token);
            return (await plans.ReadAsync(patience.Token).WaitAsync(patience.Token)).Of(account.Plan).PriceOf(BillingMeter.Participants);
        }
        catch (Exception fault)
        {
            LogUnread(logger, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Plans could not be read; the meter is answered without them")]
    private static partial void LogUnread(ILogger logger, Exception fault);
}
