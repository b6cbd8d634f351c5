using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Privacy;
using RelayKit.Usage;

namespace RelayKit.Tenants;

internal sealed partial class TenantGrain(
    [PersistentState("tenant")] IPersistentState<TenantState> state,
    ITenantStore store,
    IApiKeyStore keys,
    ITenantDeletionStore deletions,
    IRestrictionStore restrictions,
    ILedger ledger,
    LiveKitClusters liveKit,
    GrainReferences<IUsageMeterGrain> meters,
    TimeProvider time) : Grain, ITenantGrain
{
    public async Task<Result<CreatedTenant>> CreateAsync(
        string name, string? liveKitCluster, NewApiKey firstKey, CancellationToken cancellation)
    {
        if (liveKitCluster is not null && !liveKit.TryGetByName(liveKitCluster, out _))
        {
            return new Error(
                ErrorCode.UnknownLiveKitCluster,
                $"No LiveKit cluster is named '{liveKitCluster}'. Leave livekit_cluster out, or name one that the operator has configured.");
        }

        // The placement first: a tenant that can be found is always placed.
        state.State.LiveKitCluster = liveKitCluster;
        await state.WriteStateAsync(cancellation);

        // A tenant was made when its id was, however often it takes to write it.
        var tenant = new Tenant(Id, name, UuidVersion7.InstantOf(Id.Value));
        var (key, hash) = NewKey(firstKey);
        await store.CreateAsync(tenant, key.Key, hash, cancellation);
        return new CreatedTenant(tenant, key);
    }

    public async Task<Result<Tenant>> CreateWithoutKeyAsync(string name, CancellationToken cancellation)
    {
        // Nothing to place: no state means the first cluster.
        var tenant = new Tenant(Id, name, UuidVersion7.InstantOf(Id.Value));
        await store.CreateAsync(tenant, cancellation);
        return tenant;
    }

    public Task<string> GetLiveKitClusterAsync() => Task.FromResult(state.State.LiveKitCluster ?? liveKit.Default.Name);

    private TenantId Id => TenantId.TryParse(this.GetPrimaryKeyString(), out var id)
        ? id
        : throw new FormatException($"'{this.GetPrimaryKeyString()}' is not a tenant's id.");
}
