using System.Collections.Immutable;
using Orleans.CodeGeneration;

namespace RelayKit.Abuse;

/// <summary>Looks at how much of something a tenant asks for; the key is the tenant's id. Quiet tenants have none that is awake.</summary>
[Version(InterfaceVersions.Abuse)]
[Alias("RelayKit.ITenantAbuseGrain")]
public interface ITenantAbuseGrain : IGrainWithStringKey
{
    /// <summary>Takes in what a process has counted, and slows or suspends the tenant where that is far more than it ever was.</summary>
    /// <param name="process">The process.</param>
    /// <param name="counts">What it has counted, whole minutes each time.</param>
    [ResponseTimeout("00:00:10")]
    [Alias("Report")]
    Task ReportAsync(Guid process, ImmutableArray<ActivityCount> counts);

    /// <summary>Undoes what an incident did. Again, it changes nothing.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="exemptUntil">Until when the rule leaves the tenant alone.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("Undo")]
    Task<AbuseIncident> UndoAsync(AbuseIncident incident, DateTimeOffset exemptUntil, CancellationToken cancellation);
}
