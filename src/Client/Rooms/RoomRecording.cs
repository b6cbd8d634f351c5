namespace RelayKit.Client;

/// <summary>How each session of a room is recorded as a whole, from its first track on.</summary>
public sealed record RoomRecording
{
    /// <summary>Left out, true; false where the tenant's <c>room_defaults</c> record and this room is not to be recorded.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How the room is laid out, such as <c>grid</c> or <c>speaker-dark</c>.</summary>
    public string? Layout { get; init; }

    /// <summary>Without video.</summary>
    public bool? AudioOnly { get; init; }

    /// <summary>Without audio.</summary>
    public bool? VideoOnly { get; init; }

    /// <summary><c>mp4</c>, or <c>ogg</c> or <c>mp3</c> where there is audio only.</summary>
    public string? Format { get; init; }

    /// <summary>Size and frame rate, such as <c>1080p30</c>; left out, <c>720p30</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>After how many seconds a recording is stopped.</summary>
    public int? MaxDurationSeconds { get; init; }

    /// <summary>That everybody who will be recorded has agreed.</summary>
    public bool? ConsentConfirmed { get; init; }
}
