namespace RelayKit.Client;

/// <summary>A recording.</summary>
public sealed record Recording
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

    /// <summary>Whether a rule has started it.</summary>
    public bool Automatic { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its media began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it plays, or has streamed; null until LiveKit tells.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Its size; null until it is written.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Layout of a room composite.</summary>
    public string? Layout { get; init; }

    /// <summary>Who is recorded; null for all.</summary>
    public string? Identity { get; init; }

    /// <summary>The page, without query.</summary>
    public string? PageUrl { get; init; }

    /// <summary>The form of the file.</summary>
    public string? Format { get; init; }

    /// <summary>The bucket that the file goes to.</summary>
    public string? Bucket { get; init; }

    /// <summary>The file's key there.</summary>
    public string? Key { get; init; }

    /// <summary>What became of the file.</summary>
    public RecordingFile File { get; init; }

    /// <summary>Whether there is a file that can be downloaded.</summary>
    public bool Usable { get; init; }

    /// <summary>The file's SHA-256, where RelayKit has moved it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public RecordingError? Error { get; init; }
}
