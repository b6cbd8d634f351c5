namespace RelayKit.Client;

/// <summary>Changes where a stream goes.</summary>
public sealed record UpdateStreamUrls
{
    /// <summary>Up to 10 further addresses.</summary>
    public IReadOnlyList<string>? Add { get; init; }

    /// <summary>Up to 10 addresses, as they were given.</summary>
    public IReadOnlyList<string>? Remove { get; init; }
}
