namespace RelayKit.LiveKit;

/// <summary>A file that an egress has written.</summary>
/// <param name="Filename">Its path in the storage.</param>
/// <param name="Location">Its address as the storage gave it; may be empty.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Duration">How long it plays.</param>
/// <param name="StartedAt">When its first media came.</param>
/// <param name="EndedAt">When its last media came.</param>
public sealed record EgressFile(
    string Filename, string Location, long SizeBytes, TimeSpan Duration, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
