namespace RelayKit.Client;

/// <summary>A place where streams from outside come in, without the sender's key.</summary>
public record Ingress
{
    /// <summary><c>ing_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The room that it leads to.</summary>
    public string Room { get; init; } = "";

    /// <summary>How the stream comes in.</summary>
    public IngressKind Kind { get; init; }

    /// <summary>Who the stream is in the room.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The name that it is shown under; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>How far the stream has come.</summary>
    public IngressStatus Status { get; init; }

    /// <summary>Where a sender sends to; null of one that pulls, and while LiveKit has not said.</summary>
    public string? Url { get; init; }

    /// <summary>Of one that pulls, the address without what may be secret.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew.</summary>
    public bool EnableTranscoding { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the stream that goes on, or the last one, began; null while there was none.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What went wrong with it; null when nothing did.</summary>
    public string? Error { get; init; }
}
