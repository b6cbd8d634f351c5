using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Ingress;

/// <summary>One ingress and the participant that its stream is, while there is one. Guarded by the lock of <see cref="IngressEndpoints"/>.</summary>
internal sealed class SimulatedIngress(IngressInfo info)
{
    public IngressInfo Info { get; } = info;

    /// <summary>The room and the sid of the participant; null while nothing is published.</summary>
    public (string Room, string Sid)? Published { get; set; }

    public bool IsActive => Info.State.Status is IngressState.Types.Status.EndpointBuffering or IngressState.Types.Status.EndpointPublishing;
}
