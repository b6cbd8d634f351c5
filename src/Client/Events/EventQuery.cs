namespace RelayKit.Client;

/// <summary>Which events to list.</summary>
public sealed record EventQuery
{
    /// <summary>Only events of this type: one of <see cref="EventTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Only events of this room.</summary>
    public string? Room { get; init; }

    /// <summary>Only events after this <see cref="TenantEvent.Sequence"/>.</summary>
    public long? After { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
