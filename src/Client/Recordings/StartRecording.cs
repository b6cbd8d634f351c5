namespace RelayKit.Client;

/// <summary>Starts a recording.</summary>
public sealed record StartRecording
{
    /// <summary>What is recorded; left out, the whole room.</summary>
    public RecordingKind? Kind { get; init; }

    /// <summary>The room; it has to be live. Not for a web page.</summary>
    public string? Room { get; init; }

    /// <summary>How a whole room is laid out, such as <c>grid</c> or <c>speaker-dark</c>.</summary>
    public string? Layout { get; init; }

    /// <summary>Without video; of a whole room or a web page.</summary>
    public bool? AudioOnly { get; init; }

    /// <summary>Without audio; of a whole room or a web page.</summary>
    public bool? VideoOnly { get; init; }

    /// <summary>Whom, of <see cref="RecordingKind.Participant"/>.</summary>
    public string? Identity { get; init; }

    /// <summary>That participant's screen share in place of camera and microphone.</summary>
    public bool? ScreenShare { get; init; }

    /// <summary>LiveKit's sid of the audio track, of <see cref="RecordingKind.TrackComposite"/>.</summary>
    public string? AudioTrackId { get; init; }

    /// <summary>LiveKit's sid of the video track.</summary>
    public string? VideoTrackId { get; init; }

    /// <summary>The page, of <see cref="RecordingKind.WebPage"/>.</summary>
    public string? PageUrl { get; init; }

    /// <summary>Whether the page says itself when to begin.</summary>
    public bool? AwaitStartSignal { get; init; }

    /// <summary><c>mp4</c>, or <c>ogg</c> or <c>mp3</c> where there is audio only.</summary>
    public string? Format { get; init; }

    /// <summary>Size and frame rate, such as <c>1080p30</c>; left out, <c>720p30</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>After how many seconds it is stopped.</summary>
    public int? MaxDurationSeconds { get; init; }

    /// <summary>That everybody who is recorded has agreed.</summary>
    public bool? ConsentConfirmed { get; init; }
}
