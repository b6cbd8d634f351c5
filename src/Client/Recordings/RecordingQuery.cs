namespace RelayKit.Client;

/// <summary>Which recordings or streams to list.</summary>
public sealed record RecordingQuery
{
    /// <summary>Only of this room.</summary>
    public string? Room { get; init; }

    /// <summary>Only of this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only in this status.</summary>
    public RecordingStatus? Status { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
