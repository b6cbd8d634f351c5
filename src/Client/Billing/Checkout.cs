namespace RelayKit.Client;

/// <summary>What is to be subscribed to.</summary>
public sealed record Checkout
{
    /// <summary>The plan's code.</summary>
    public required string Plan { get; init; }

    /// <summary>Where the page leads when it is done.</summary>
    public required string SuccessUrl { get; init; }

    /// <summary>Where it leads when the customer turns back.</summary>
    public required string CancelUrl { get; init; }
}
