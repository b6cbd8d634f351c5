using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;
using RelayKit.Tenants;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Tenants' own buckets from their rows, managed storage from the operator's settings.</summary>
internal sealed class TenantStorages(ITenantStorageStore store, BucketCredentials credentials, IOptions<ManagedStorageOptions> managed) : ITenantStorages
{
    public StorageBucket? Rescue => managed.Value is { IsConfigured: true, RescuePrefix: { Length: > 0 } prefix } options ? options.Below(prefix) : null;

    public TimeSpan? ManagedRetention => managed.Value is { IsConfigured: true, RetentionDays: { } days } ? TimeSpan.FromDays(days) : null;

    public async Task<TenantStorage?> CurrentAsync(TenantId tenant, Mode mode, CancellationToken cancellation) =>
        await store.CurrentAsync(tenant, cancellation) is { } saved ? Opened(tenant, saved) : ManagedOf(tenant, mode);

    public async Task<TenantStorage?> FindAsync(TenantId tenant, Mode mode, Guid storage, CancellationToken cancellation) =>
        storage == TenantStorage.ManagedId ? ManagedOf(tenant, mode)
        : await store.FindAsync(tenant, storage, cancellation) is { } saved ? Opened(tenant, saved)
        : null;

    public StorageBucket? Managed(TenantId tenant, Mode mode) => managed.Value is { IsConfigured: true } options
        ? options.Below($"{options.Prefix}{tenant}/{mode.Letter()}/")
        : null;

    private TenantStorage Opened(TenantId tenant, SavedStorage saved) => new(saved.Settings.Id, credentials.Open(tenant, saved), saved.Settings.KeyTemplate);

    private TenantStorage? ManagedOf(TenantId tenant, Mode mode) =>
        Managed(tenant, mode) is { } bucket ? new TenantStorage(TenantStorage.ManagedId, bucket, KeyTemplate.Default) : null;
}
