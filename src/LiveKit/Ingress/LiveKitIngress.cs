namespace RelayKit.LiveKit;

/// <summary>
/// A place where a stream from outside comes in, as LiveKit knows it (<c>IngressInfo</c>): in webhooks, in answers and in lists. The sender's stream key
/// is never part of it; <see cref="IngressEndpoint"/> has it.
/// </summary>
public sealed record LiveKitIngress
{
    /// <summary>LiveKit's id (<c>IN_…</c>).</summary>
    public required string IngressId { get; init; }

    /// <summary>The name that its maker gave it; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which protocol it takes.</summary>
    public IngressInput Input { get; init; }

    /// <summary>Name of the room that it leads to.</summary>
    public string RoomName { get; init; } = "";

    /// <summary>The identity that the stream has in the room.</summary>
    public string ParticipantIdentity { get; init; } = "";

    /// <summary>The name that it is shown under; empty for none.</summary>
    public string ParticipantName { get; init; } = "";

    /// <summary>Whether LiveKit encodes the stream anew. One that says nothing of it does, but for WHIP.</summary>
    public bool IsTranscoding { get; init; }

    /// <summary>Whether it takes a stream again after one has ended.</summary>
    public bool IsReusable { get; init; }

    /// <summary>Whether it takes streams at all. A LiveKit that says nothing of it takes them.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How far the stream has come.</summary>
    public IngressState State { get; init; }

    /// <summary>LiveKit's text of what went wrong; empty when nothing did. It may quote an address that was pulled.</summary>
    public string Error { get; init; } = "";

    /// <summary>Sid of the room that the stream is, or was, in; empty while there was none.</summary>
    public string RoomId { get; init; } = "";

    /// <summary>When the stream that goes on, or the last one, began; null when LiveKit knows of none.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When LiveKit last learned of it from its worker.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>LiveKit's id of the worker's run: another for each stream. Empty where LiveKit does not say.</summary>
    public string ResourceId { get; init; } = "";
}
