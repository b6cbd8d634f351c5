using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Events;

/// <summary>
/// Where tenants' event logs are read. A place in a log is the number of the last event before it: 0 is before the first. Numbers are given
/// in the order of commits, so whoever has read up to a place has missed nothing before it, ever. Every call sees the rows of one tenant only.
/// </summary>
public interface IEventLog
{
    /// <summary>Reads on from a place, in the order of numbers.</summary>
    Task<EventPage> ReadAsync(EventLogQuery query, CancellationToken cancellation);

    /// <summary>Reads one event; null when the tenant's log has none of that id.</summary>
    Task<LoggedEvent?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation);

    /// <summary>Where the log ends, and what comes after a place.</summary>
    Task<EventLogView> LookAsync(TenantId tenant, long place, CancellationToken cancellation);

    /// <summary>
    /// The place after which the log has what happened since an instant. It is found by halving, so it is exact only where numbers follow
    /// time; of what was told late, some that is older may come after it, and whoever minds leaves it out.
    /// </summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="sinceMs">The instant, Unix milliseconds.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<long> FindPlaceAsync(TenantId tenant, long sinceMs, CancellationToken cancellation);
}

/// <summary>What to read of a log.</summary>
/// <param name="Tenant">Whose log.</param>
/// <param name="Filter">Which events; null for all.</param>
/// <param name="After">The place to read on from.</param>
/// <param name="Limit">How many events at most, 1 to 1,000.</param>
public sealed record EventLogQuery(TenantId Tenant, EventFilter? Filter, long After, int Limit)
{
    /// <summary>Only what happened at this instant or later, Unix milliseconds; 0 for all.</summary>
    public long SinceMs { get; init; }
}

/// <summary>A piece of a log.</summary>
/// <param name="Events">The events that were asked for, in order. Fewer than the limit, or none, where few of many are asked for: a read looks at so many and no more.</param>
/// <param name="Place">How far it has looked: where to read on.</param>
/// <param name="End">The place of the log's last event, at the time of the read.</param>
public sealed record EventPage(ImmutableArray<LoggedEvent> Events, long Place, long End);

/// <summary>A look at a log.</summary>
/// <param name="End">The place of the last event.</param>
/// <param name="NextCreatedAtMs">When the first event after the place happened, Unix milliseconds; null where there is none.</param>
public sealed record EventLogView(long End, long? NextCreatedAtMs);
