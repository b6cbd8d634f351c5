using RelayKit.Tenants;

namespace RelayKit.Events;

/// <summary>Where the logs of several tenants end: the one question that streams ask all the time, in one query for all that a process serves.</summary>
public interface IEventLogEnds
{
    /// <summary>The place of each log's last event; a tenant whose log is empty is left out.</summary>
    Task<IReadOnlyDictionary<TenantId, long>> ReadAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken cancellation);
}
