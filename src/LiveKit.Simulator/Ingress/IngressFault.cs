namespace RelayKit.LiveKit.Simulator.Ingress;

/// <summary>What goes wrong with the making of an ingress.</summary>
internal enum IngressFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is not made, and the answer is that nobody is there.</summary>
    Unavailable,

    /// <summary>It is made, and the answer is that nobody is there.</summary>
    Lost,

    /// <summary>It is made, and the answer comes late.</summary>
    Late,

    /// <summary>The answer is that nobody is there, and it is made later.</summary>
    Afterwards,
}
