namespace RelayKit.Client;

/// <summary>A session in a list.</summary>
public sealed record SessionSummary
{
    /// <summary><c>ses_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The room that it is a life of.</summary>
    public string Room { get; init; } = "";

    /// <summary>LiveKit's sid of it: <c>RM_…</c>.</summary>
    public string LivekitSid { get; init; } = "";

    /// <summary>When LiveKit made the room.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Connected milliseconds of all participants that are billed, so far.</summary>
    public long ParticipantMs { get; init; }

    /// <summary>How many were connected at once at most.</summary>
    public int PeakParticipants { get; init; }
}
