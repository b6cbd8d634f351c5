namespace RelayKit.Client;

/// <summary>Asks to remove somebody.</summary>
public sealed record RemoveParticipant
{
    /// <summary>A code of the tenant's own for why, 1 to 64 of <c>a-z 0-9 _ -</c>; in the event <c>participant.removed</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Words for why, up to 1,000 characters; in the event as well.</summary>
    public string? Message { get; init; }

    /// <summary>For how long to keep the identity out of the room, 1 to 31,536,000 (a year); left out, not at all.</summary>
    public int? BanSeconds { get; init; }
}
