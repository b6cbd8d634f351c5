namespace RelayKit.LiveKit;

/// <summary>What an egress takes its media from.</summary>
public abstract record EgressSource
{
    private EgressSource()
    {
    }

    /// <summary>A whole room in a layout.</summary>
    /// <param name="Room">LiveKit's name of the room.</param>
    /// <param name="Layout">Layout of the template, such as <c>grid</c> or <c>speaker</c>; may have <c>-light</c> or <c>-dark</c> at its end.</param>
    /// <param name="AudioOnly">Without video.</param>
    /// <param name="VideoOnly">Without audio.</param>
    /// <param name="CustomBaseUrl">A template of the caller's own; null for LiveKit's.</param>
    public sealed record RoomComposite(string Room, string Layout, bool AudioOnly, bool VideoOnly, string? CustomBaseUrl = null) : EgressSource;

    /// <summary>One participant, whatever it publishes.</summary>
    /// <param name="Room">LiveKit's name of the room.</param>
    /// <param name="Identity">The participant's identity.</param>
    /// <param name="ScreenShare">Its screen share in place of its camera and microphone.</param>
    public sealed record Participant(string Room, string Identity, bool ScreenShare) : EgressSource;

    /// <summary>One track of audio, one of video, or both.</summary>
    /// <param name="Room">LiveKit's name of the room.</param>
    /// <param name="AudioTrackSid">The audio track; null for none.</param>
    /// <param name="VideoTrackSid">The video track; null for none.</param>
    public sealed record TrackComposite(string Room, string? AudioTrackSid, string? VideoTrackSid) : EgressSource;

    /// <summary>A web page.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="AudioOnly">Without video.</param>
    /// <param name="VideoOnly">Without audio.</param>
    /// <param name="AwaitStartSignal">Begins only when the page logs <c>START_RECORDING</c>.</param>
    public sealed record Web(string Url, bool AudioOnly, bool VideoOnly, bool AwaitStartSignal) : EgressSource;
}
