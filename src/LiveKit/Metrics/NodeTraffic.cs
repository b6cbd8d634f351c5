namespace RelayKit.LiveKit;

/// <summary>
/// What one LiveKit node says of its media traffic: its Prometheus counter <c>livekit_packet_bytes</c>, first transmissions and repeated
/// ones together. Counted from the node's start.
/// </summary>
/// <param name="NodeId">LiveKit's id of the node, new at each start of it.</param>
/// <param name="StartedAtMs">When it started (<c>process_start_time_seconds</c>), Unix milliseconds; null where it does not say.</param>
/// <param name="IncomingBytes">Bytes that it took in.</param>
/// <param name="OutgoingBytes">Bytes that it sent.</param>
public sealed record NodeTraffic(string NodeId, long? StartedAtMs, long IncomingBytes, long OutgoingBytes);
