namespace RelayKit.Client;

/// <summary>Which events to list or to follow.</summary>
public sealed record EventQuery
{
    /// <summary>Only events of these types, out of <see cref="EventTypes"/>; left out, of all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Only events of this room.</summary>
    public string? Room { get; init; }

    /// <summary>Events of live or of test mode, and those of no mode; left out, of the key's own.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Only events after this <see cref="TenantEvent.Sequence"/>; 0 for all. Left out, a list has all, and a stream what happens from now on.</summary>
    public long? After { get; init; }

    /// <summary>How many a list reads at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
