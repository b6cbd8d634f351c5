namespace RelayKit.Client;

/// <summary>One participant session, recording or stream of a line.</summary>
public sealed record BilledSession
{
    /// <summary>Its id: <c>psn_…</c>, <c>rec_…</c> or <c>str_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The session that it was part of: <c>ses_…</c>; null where it was of none.</summary>
    public string? SessionId { get; init; }

    /// <summary>LiveKit's sid of the participant, or its id of the egress.</summary>
    public string? LivekitSid { get; init; }

    /// <summary>The room; null where there is none.</summary>
    public string? Room { get; init; }

    /// <summary>The participant's identity; null for a recording or stream.</summary>
    public string? Identity { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What of it lies in the month, in milliseconds.</summary>
    public long BilledMs { get; init; }

    /// <summary>LiveKit's id of the event that told of the beginning; null where none did.</summary>
    public string? JoinEventId { get; init; }

    /// <summary>LiveKit's id of the event that told of the end; null where none did.</summary>
    public string? LeaveEventId { get; init; }

    /// <summary>What it rests on.</summary>
    public Evidence Evidence { get; init; }
}
