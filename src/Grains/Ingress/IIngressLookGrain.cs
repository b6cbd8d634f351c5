using Orleans.CodeGeneration;

namespace RelayKit.Ingress;

/// <summary>
/// Compares the ingresses of a LiveKit cluster with their rows; the key is the cluster's name. One in the whole of our cluster, so that each look is made
/// once; what it finds is settled by the ingresses' own grains.
/// </summary>
[Version(InterfaceVersions.Ingress)]
[Alias("RelayKit.IIngressLookGrain")]
public interface IIngressLookGrain : IGrainWithStringKey
{
    /// <summary>Looks, unless the last look has only just been made.</summary>
    [ResponseTimeout("00:05:00")]
    [Alias("LookWhenDue")]
    Task LookWhenDueAsync(CancellationToken cancellation);

    /// <summary>Looks now.</summary>
    [ResponseTimeout("00:05:00")]
    [Alias("Look")]
    Task LookAsync(CancellationToken cancellation);
}
