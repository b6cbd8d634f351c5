namespace RelayKit.Client;

/// <summary>What a new room has where its creation says nothing.</summary>
public sealed record RoomDefaults
{
    /// <summary>As in <c>POST /v1/rooms</c>; null for no limit.</summary>
    public int? MaxParticipants { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for LiveKit's default.</summary>
    public int? EmptyTimeoutSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for LiveKit's default.</summary>
    public int? DepartureTimeoutSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for never.</summary>
    public int? MaxSessionSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for never.</summary>
    public int? MaxParticipantSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for never.</summary>
    public int? SoloTimeoutSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null for never.</summary>
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>As in <c>POST /v1/rooms</c>; null when nothing is recorded unless it is asked for.</summary>
    public RoomRecording? Record { get; init; }
}
