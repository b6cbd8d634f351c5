using Orleans.CodeGeneration;

namespace RelayKit.Bandwidth;

/// <summary>Measures the traffic of a LiveKit cluster and shares it out among the tenants; the key is the cluster's name.</summary>
[Version(InterfaceVersions.Bandwidth)]
[Alias("RelayKit.IBandwidthGrain")]
public interface IBandwidthGrain : IGrainWithStringKey
{
    /// <summary>Measures, unless that has only just been done. Every silo calls it, so that one that dies is not missed.</summary>
    [ResponseTimeout("00:01:00")]
    [Alias("MeasureWhenDue")]
    Task MeasureWhenDueAsync(CancellationToken cancellation);
}
