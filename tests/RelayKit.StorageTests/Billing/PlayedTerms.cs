using RelayKit.Storage.Billing;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Billing;

/// <summary>Tenants' grains, played in memory: they keep what they are told.</summary>
internal sealed class PlayedTerms : ITenantTerms
{
    /// <summary>All that was told, in its order.</summary>
    public List<(TenantId Tenant, BillingTerms Terms)> Told { get; } = [];

    /// <summary>What happens before a grain has kept it; an exception, and it keeps nothing.</summary>
    public Func<BillingTerms, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens when it has kept it, and whoever told it does not know yet.</summary>
    public Action After { get; set; } = static () => { };

    /// <summary>What a grain goes by.</summary>
    public BillingTerms Of(TenantId tenant) => Told.LastOrDefault(told => told.Tenant == tenant).Terms ?? BillingTerms.None;

    public async Task SetAsync(TenantId tenant, BillingTerms terms, CancellationToken cancellation)
    {
        await Before(terms);
        lock (Told)
        {
            Told.Add((tenant, terms));
        }

        After();
    }
}
