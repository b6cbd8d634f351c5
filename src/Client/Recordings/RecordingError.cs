namespace RelayKit.Client;

/// <summary>What went wrong with a recording or stream.</summary>
public sealed record RecordingError
{
    /// <summary>LiveKit's number, one of HTTP's; 0 where it gives none.</summary>
    public int Code { get; init; }

    /// <summary>In words.</summary>
    public string Message { get; init; } = "";
}
