using System.Collections.Immutable;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace RelayKit.Usage;

/// <summary>
/// A tenant's meter in one mode; the key is <see cref="MeterKey.ToString"/>. It is a cache of the ledger: it can be thrown
/// away at any moment, and reads itself anew.
/// </summary>
[Version(InterfaceVersions.UsageMeter)]
[Alias("RelayKit.IUsageMeterGrain")]
public partial interface IUsageMeterGrain : IGrainWithStringKey
{
    /// <summary>Takes sessions' lines in; one that is older than what the meter has changes nothing.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("Apply")]
    Task ApplyAsync(ImmutableArray<SessionLine> lines);

    /// <summary>Something changed in a session that the meter no longer follows: it has to read the ledger again.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("Invalidate")]
    Task InvalidateAsync();

    /// <summary>What was used in the current period, to the millisecond.</summary>
    [ReadOnly]
    [ResponseTimeout("00:00:05")]
    [Alias("Read")]
    Task<UsageReading> ReadAsync();

    /// <summary>The tenant's budgets have changed: reads them anew and works out when the next threshold is met.</summary>
    [ResponseTimeout("00:00:10")]
    [Alias("ReadBudgets")]
    Task ReadBudgetsAsync();

    /// <summary>How much of its limits the tenant uses now.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("ReadStanding")]
    Task<TenantStanding> ReadStandingAsync();

    /// <summary>Wakes the meter of a tenant with budgets, so that it sets its timer.</summary>
    [ResponseTimeout("00:00:10")]
    [Alias("Watch")]
    Task WatchAsync();
}
