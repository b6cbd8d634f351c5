namespace RelayKit.Client;

/// <summary>Where to move somebody.</summary>
internal sealed record MoveParticipant(string DestinationRoom);
