namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>How a LiveKit that is down turns a call away.</summary>
internal enum OutageKind
{
    /// <summary>It does not: it is up.</summary>
    None,

    /// <summary>
    /// The connection breaks off without an answer. One port serves the control interface too, so it cannot be closed; to a caller,
    /// both are a call without an answer.
    /// </summary>
    Refuse,

    /// <summary>503, Twirp's <c>unavailable</c>.</summary>
    Unavailable,
}
