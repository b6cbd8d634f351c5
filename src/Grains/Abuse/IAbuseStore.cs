namespace RelayKit.Abuse;

/// <summary>Where incidents are kept for the operator.</summary>
public interface IAbuseStore
{
    /// <summary>Writes an incident, or what has become of it.</summary>
    Task SaveAsync(AbuseIncident incident, CancellationToken cancellation);

    /// <summary>Reads one; null when there is none.</summary>
    Task<AbuseIncident?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Those that match, the latest first.</summary>
    Task<IReadOnlyList<AbuseIncident>> ListAsync(AbuseIncidentQuery query, CancellationToken cancellation);

    /// <summary>Addresses that are blocked at an instant, or left alone.</summary>
    Task<IReadOnlyList<AbuseIncident>> ListAddressesAsync(DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>Which incidents to list.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only those with a lower id; null for the latest.</param>
/// <param name="OpenAt">Only those that hold at this instant; null for all.</param>
/// <param name="Rule">Only those of this rule; null for all.</param>
/// <param name="Tenant">Only those about this tenant; null for all.</param>
public sealed record AbuseIncidentQuery(int Limit, Guid? Before, DateTimeOffset? OpenAt, AbuseRule? Rule, Guid? Tenant);
