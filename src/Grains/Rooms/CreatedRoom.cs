namespace RelayKit.Rooms;

/// <summary>The answer to creating a room.</summary>
/// <param name="Room">The room.</param>
/// <param name="IsNew">False when it was there already with the same settings.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.CreatedRoom")]
public sealed record CreatedRoom([property: Id(0)] Room Room, [property: Id(1)] bool IsNew);
