using System.Collections.Immutable;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>Takes one end user out of all that is kept of a tenant.</summary>
public interface IEndUserErasure
{
    /// <summary>Whether a session goes on in which the identity is or was: its room still has it in mind.</summary>
    Task<bool> IsInLiveSessionAsync(TenantId tenant, string identity, CancellationToken cancellation);

    /// <summary>The rooms that the identity is kept out of.</summary>
    Task<ImmutableArray<RoomKey>> ListBansAsync(TenantId tenant, string identity, CancellationToken cancellation);

    /// <summary>
    /// Erases the identity: its rows stay for the sake of their minutes, with a pseudonym that leads back to nobody. When it is called again
    /// with the same id, the erasure that was.
    /// </summary>
    Task<EndUserErased> EraseAsync(TenantId tenant, Guid id, string identity, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reads an erasure; null when the tenant has none of that id.</summary>
    Task<EndUserErased?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation);

    /// <summary>Erasures of the tenant's end users, the newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this one; null to begin with the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<EndUserErased>> ListAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation);
}

/// <summary>An end user was erased. Nothing here says who.</summary>
/// <param name="Id">The erasure's id; written <c>ers_…</c>.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="Counts">Rows that were removed, or of which the person was taken out, by table.</param>
/// <param name="Certificate">The same, signed.</param>
public sealed record EndUserErased(Guid Id, DateTimeOffset ErasedAt, ImmutableSortedDictionary<string, long> Counts, string Certificate);
