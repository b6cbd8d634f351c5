namespace RelayKit.Client;

/// <summary>One address that a stream goes to.</summary>
public sealed record StreamOutput
{
    /// <summary>The address without its key.</summary>
    public string Url { get; init; } = "";

    /// <summary><c>starting</c>, <c>active</c>, <c>finished</c> or <c>failed</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often the connection was made anew.</summary>
    public int Retries { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Error { get; init; }
}
