namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>What a node has counted since it started.</summary>
/// <param name="NodeId">Its id, new at each start.</param>
/// <param name="StartedAt">When it started, by the true time.</param>
/// <param name="IncomingBytes">Bytes of media that it took in.</param>
/// <param name="OutgoingBytes">Bytes of media that it sent.</param>
internal sealed record NodeCounters(string NodeId, DateTimeOffset StartedAt, long IncomingBytes, long OutgoingBytes)
{
    public static NodeCounters Begin(DateTimeOffset now) => new(Sid.New("ND_"), now, 0, 0);
}
