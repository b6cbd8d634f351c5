namespace RelayKit.Client;

/// <summary>A page of the payment provider's.</summary>
public sealed record ProviderPage
{
    /// <summary>Where it is. Send the browser there.</summary>
    public string Url { get; init; } = "";

    /// <summary>When it is gone; null where that is soon, and not said.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
