namespace RelayKit.Rooms;

/// <summary>Asks to remove somebody from a room.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Reason">The tenant's code for why; null for none.</param>
/// <param name="Message">The tenant's words for why; null for none.</param>
/// <param name="BanFor">For how long to keep the identity out; null for not at all.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantRemoval")]
public sealed record ParticipantRemoval(
    [property: Id(0)] string Identity,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string? Message,
    [property: Id(3)] TimeSpan? BanFor);

/// <summary>What came of it.</summary>
/// <param name="WasConnected">Whether the identity was connected.</param>
/// <param name="BannedUntil">Until when it is kept out; null when it is not.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantRemoved")]
public sealed record ParticipantRemoved([property: Id(0)] bool WasConnected, [property: Id(1)] DateTimeOffset? BannedUntil);
