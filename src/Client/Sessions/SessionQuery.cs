namespace RelayKit.Client;

/// <summary>Which sessions to list.</summary>
public sealed record SessionQuery
{
    /// <summary>Only sessions of this room.</summary>
    public string? Room { get; init; }

    /// <summary>Only sessions that began at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only sessions that began before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
