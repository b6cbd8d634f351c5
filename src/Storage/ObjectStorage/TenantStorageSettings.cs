using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;
using RelayKit.Tenants;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Tests before it saves.</summary>
internal sealed class TenantStorageSettings(
    ITenantStorageStore store, BucketCredentials credentials, IObjectStorage buckets, IOptions<ObjectStorageOptions> options, TimeProvider time) : ITenantStorageSettings
{
    public bool TakesRoles => options.Value.AssumeRole.IsConfigured;

    public bool AllowsPrivateAddresses => options.Value.AllowPrivateAddresses;

    public async Task<StorageSettings?> GetAsync(TenantId tenant, CancellationToken cancellation) => (await store.CurrentAsync(tenant, cancellation))?.Settings;

    public async Task<StorageSettings> SaveAsync(TenantId tenant, NewStorage storage, CancellationToken cancellation)
    {
        await buckets.ProbeAsync(credentials.Open(tenant, storage), cancellation);
        return await store.SaveAsync(tenant, storage, credentials.Seal(tenant, storage), time.GetUtcNow(), cancellation);
    }

    public async Task<StorageSettings?> TestAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (await store.CurrentAsync(tenant, cancellation) is not { } saved)
        {
            return null;
        }

        await buckets.ProbeAsync(credentials.Open(tenant, saved), cancellation);
        var now = time.GetUtcNow();
        await store.TestedAsync(tenant, saved.Settings.Id, now, cancellation);
        return saved.Settings with { TestedAt = now };
    }

    public Task<bool> EndAsync(TenantId tenant, CancellationToken cancellation) => store.EndAsync(tenant, time.GetUtcNow(), cancellation);
}
