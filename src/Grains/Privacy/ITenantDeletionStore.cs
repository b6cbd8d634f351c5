using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>Where deletions of tenants are kept.</summary>
public interface ITenantDeletionStore
{
    /// <summary>Asks for a deletion. Where one stands already, that one. Who asked stands in the audit log.</summary>
    Task<TenantDeletion> RequestAsync(TenantDeletion deletion, CancellationToken cancellation);

    /// <summary>Undoes the deletion that stands. False when there is none, or it is being carried out.</summary>
    Task<bool> CancelAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The deletion that stands; null when there is none.</summary>
    Task<TenantDeletion?> FindAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Deletions that stand or were carried out, of all tenants, the newest first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this one; null to begin with the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<TenantDeletion>> ListAsync(int limit, Guid? before, CancellationToken cancellation);
}
