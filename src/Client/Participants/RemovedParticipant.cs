namespace RelayKit.Client;

/// <summary>What came of removing somebody.</summary>
public sealed record RemovedParticipant
{
    /// <summary>Who.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Whether it was connected.</summary>
    public bool WasConnected { get; init; }

    /// <summary>Until when it is kept out; null when it is not.</summary>
    public DateTimeOffset? BannedUntil { get; init; }
}
