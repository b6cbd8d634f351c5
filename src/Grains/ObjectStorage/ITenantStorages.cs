using RelayKit.Tenants;

namespace RelayKit.ObjectStorage;

/// <summary>Where tenants' files go, with what opens it: settings of the tenants' own, or the operator's managed storage.</summary>
public interface ITenantStorages
{
    /// <summary>Where new files of a tenant go; null when it has set up nothing and the operator offers nothing.</summary>
    Task<TenantStorage?> CurrentAsync(TenantId tenant, Mode mode, CancellationToken cancellation);

    /// <summary>Where a file went: by the id that its row keeps. Null when that storage is no longer known.</summary>
    Task<TenantStorage?> FindAsync(TenantId tenant, Mode mode, Guid storage, CancellationToken cancellation);

    /// <summary>
    /// The bucket that workers use when a tenant's own fails (LiveKit's <c>backup</c> storage of egress): a key of a tenant's bucket is
    /// found there below the operator's rescue prefix. Null when the operator has set up none.
    /// </summary>
    StorageBucket? Rescue { get; }

    /// <summary>Where a tenant's files lie in managed storage; null when the operator offers none.</summary>
    StorageBucket? Managed(TenantId tenant, Mode mode);

    /// <summary>How long files are kept in managed storage; null for as long as the tenant keeps them.</summary>
    TimeSpan? ManagedRetention { get; }
}

/// <summary>One place where a tenant's files are.</summary>
/// <param name="Id">Its id; <see cref="ManagedId"/> for the operator's.</param>
/// <param name="Bucket">The bucket, with what opens it.</param>
/// <param name="KeyTemplate">How files are named below the bucket's prefix.</param>
public sealed record TenantStorage(Guid Id, StorageBucket Bucket, KeyTemplate KeyTemplate)
{
    /// <summary>The id of managed storage, the same for every tenant.</summary>
    public static readonly Guid ManagedId = Guid.Parse("00000000-0000-7000-8000-000000000001");

    /// <summary>Whether it is the operator's.</summary>
    public bool IsManaged => Id == ManagedId;
}
