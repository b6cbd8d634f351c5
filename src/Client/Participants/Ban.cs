namespace RelayKit.Client;

/// <summary>Somebody who is kept out of a room.</summary>
public sealed record Ban
{
    /// <summary>Who.</summary>
    public string Identity { get; init; } = "";

    /// <summary>When it was removed.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Until when it is kept out.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The tenant's code for why; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The tenant's words for why; null for none.</summary>
    public string? Message { get; init; }
}
