namespace RelayKit.Client;

/// <summary>A stream that goes out.</summary>
public sealed record OutgoingStreamInfo
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The room; null of a web page.</summary>
    public string? Room { get; init; }

    /// <summary>The session; null of a web page.</summary>
    public string? SessionId { get; init; }

    /// <summary>What is recorded.</summary>
    public RecordingKind Kind { get; init; }

    /// <summary>How far it has come.</summary>
    public RecordingStatus Status { get; init; }

    /// <summary>Whether its end was concluded by RelayKit, since LiveKit says nothing of it.</summary>
    public bool Presumed { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its media began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it plays, or has streamed; null until LiveKit tells.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Layout of a room composite.</summary>
    public string? Layout { get; init; }

    /// <summary>Who is streamed; null for all.</summary>
    public string? Identity { get; init; }

    /// <summary>The page, without query.</summary>
    public string? PageUrl { get; init; }

    /// <summary>Where it goes, without keys; empty of HLS.</summary>
    public IReadOnlyList<StreamOutput> Outputs { get; init; } = [];

    /// <summary>Where the playlist lies; null of RTMP and SRT.</summary>
    public HlsOutput? Hls { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public RecordingError? Error { get; init; }
}
