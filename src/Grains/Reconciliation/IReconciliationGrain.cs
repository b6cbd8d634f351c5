using Orleans.CodeGeneration;
using RelayKit.Tenants;

namespace RelayKit.Reconciliation;

/// <summary>
/// Compares what a LiveKit cluster has with what the ledger has; the key is the cluster's name. One in the whole of our cluster, so
/// that each look is made once; what it finds is settled by the rooms' own grains, wherever they are.
/// </summary>
[Version(InterfaceVersions.Reconciliation)]
[Alias("RelayKit.IReconciliationGrain")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>Looks, unless the last look has only just been made. Every silo calls it, so that one that dies is not missed.</summary>
    [ResponseTimeout("00:05:00")]
    [Alias("LookWhenDue")]
    Task LookWhenDueAsync(CancellationToken cancellation);

    /// <summary>Looks now.</summary>
    /// <param name="only">At the rooms of this tenant only; null for all.</param>
    /// <param name="cancellation">Gives up; what has been settled by then stays.</param>
    [ResponseTimeout("00:05:00")]
    [Alias("Look")]
    Task<LookReport> LookAsync(TenantId? only, CancellationToken cancellation);
}
