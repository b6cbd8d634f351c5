namespace RelayKit.Client;

/// <summary>Asks to mute tracks of everybody in a room, or of all but some.</summary>
public sealed record MuteRoom
{
    /// <summary>The identities to leave as they are, up to 1,000.</summary>
    public IReadOnlyList<string>? Except { get; init; }

    /// <summary>Of which sources; left out, microphones.</summary>
    public IReadOnlyList<TrackSource>? Sources { get; init; }

    /// <summary><c>false</c> to unmute, where the LiveKit server allows it; left out, <c>true</c>.</summary>
    public bool? Muted { get; init; }
}
