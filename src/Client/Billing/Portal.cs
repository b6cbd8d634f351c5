namespace RelayKit.Client;

/// <summary>A page on which to change cards and cancel.</summary>
public sealed record Portal
{
    /// <summary>Where the page leads back to.</summary>
    public required string ReturnUrl { get; init; }
}
