namespace RelayKit.Client;

/// <summary>A subscription at the payment provider.</summary>
public sealed record ProviderSubscription
{
    /// <summary>The provider's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands, in the provider's words, such as <c>active</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>When it is going to end; null while it goes on.</summary>
    public DateTimeOffset? CancelAt { get; init; }
}
