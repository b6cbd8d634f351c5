namespace RelayKit.Client;

/// <summary>Asks to mute tracks of one participant.</summary>
public sealed record MuteParticipant
{
    /// <summary>LiveKit's sid of the track; left out, all tracks of the sources.</summary>
    public string? TrackSid { get; init; }

    /// <summary>Of which sources; left out, all.</summary>
    public IReadOnlyList<TrackSource>? Sources { get; init; }

    /// <summary><c>false</c> to unmute, where the LiveKit server allows it; left out, <c>true</c>.</summary>
    public bool? Muted { get; init; }
}
