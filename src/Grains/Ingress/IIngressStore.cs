using System.Collections.Immutable;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Ingress;

/// <summary>Where ingresses are kept. But for what says otherwise, every call sees the rows of one tenant only.</summary>
public interface IIngressStore
{
    /// <summary>One ingress, deleted ones too; null when there is none of that id in that mode.</summary>
    Task<IngressRecord?> FindAsync(IngressKey key, CancellationToken cancellation);

    /// <summary>Adds an ingress, unless the tenant has as many in its mode as it may. Several at once are counted one after the other.</summary>
    /// <param name="record">The ingress, at version 1.</param>
    /// <param name="most">How many there may be, this one included; those that have pulled their address and are over do not count.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when it is added; how many there are, when it is not.</returns>
    /// <exception cref="InvalidOperationException">There is one of that id.</exception>
    Task<long?> AddAsync(IngressRecord record, long most, CancellationToken cancellation);

    /// <summary>How many ingresses count for the limit: those that are not deleted, but for such as have pulled their address and are over.</summary>
    Task<long> CountAsync(TenantId tenant, Mode mode, CancellationToken cancellation);

    /// <summary>Writes an ingress whose row is at version <c>record.Version - 1</c>.</summary>
    /// <returns>False when the row is at another version: somebody else changed it.</returns>
    Task<bool> SaveAsync(IngressRecord record, CancellationToken cancellation);

    /// <summary>Takes the row of an ingress away that never came to be.</summary>
    Task RemoveAsync(IngressKey key, CancellationToken cancellation);

    /// <summary>Lists ingresses that are not deleted, newest first.</summary>
    Task<IngressPage> ListAsync(IngressListQuery query, CancellationToken cancellation);

    /// <summary>The ingresses that lead to a room and are not deleted.</summary>
    Task<ImmutableArray<IngressKey>> ListOfRoomAsync(RoomKey room, CancellationToken cancellation);

    /// <summary>All rows of a LiveKit cluster, whoever the tenants are, those of the last day's deleted ones too.</summary>
    Task<ImmutableArray<IngressKey>> ListOfClusterAsync(string cluster, CancellationToken cancellation);

    /// <summary>Takes the rows of those away that are gone since before an instant, whoever the tenants are.</summary>
    Task RemoveGoneAsync(DateTimeOffset before, CancellationToken cancellation);
}

/// <summary>Which ingresses to list.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">Of which mode.</param>
/// <param name="Room">Only those that lead to this room; null for all.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">The id that the page before ended with; null for the first page.</param>
public sealed record IngressListQuery(TenantId Tenant, Mode Mode, string? Room, int Limit, Guid? Before);

/// <summary>A page of ingresses.</summary>
/// <param name="Ingresses">The ingresses, newest first.</param>
/// <param name="Next">The id to go on from; null at the end.</param>
public sealed record IngressPage(ImmutableArray<IngressRecord> Ingresses, Guid? Next);
