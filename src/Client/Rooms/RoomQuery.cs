namespace RelayKit.Client;

/// <summary>Which rooms to list.</summary>
public sealed record RoomQuery
{
    /// <summary>Only <see cref="RoomStatus.Idle"/> or only <see cref="RoomStatus.Live"/> ones; left out, both.</summary>
    public RoomStatus? Status { get; init; }

    /// <summary>Only rooms whose names begin so.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only rooms with this label, as <c>name=value</c>.</summary>
    public string? Label { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
