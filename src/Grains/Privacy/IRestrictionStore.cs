using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>Where restrictions of processing are kept.</summary>
public interface IRestrictionStore
{
    /// <summary>Sets a tenant's restriction, or changes what it stops; since when it holds stays.</summary>
    Task<ProcessingRestriction> SetAsync(TenantId tenant, ProcessingRestriction restriction, CancellationToken cancellation);

    /// <summary>Lifts it. False when there is none.</summary>
    Task<bool> RemoveAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>The restriction that holds; null when there is none.</summary>
    Task<ProcessingRestriction?> FindAsync(TenantId tenant, CancellationToken cancellation);
}
