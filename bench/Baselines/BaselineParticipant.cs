namespace RelayKit.Bench.Baselines;

/// <summary>Five small fields, as in a room of RelayKit's.</summary>
internal sealed record BaselineParticipant(string Sid, string Identity, string Name, string Class, long JoinedAtMs);
