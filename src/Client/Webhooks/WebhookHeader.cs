namespace RelayKit.Client;

/// <summary>A header.</summary>
public sealed record WebhookHeader
{
    /// <summary>Its name, in lower case.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its value.</summary>
    public string Value { get; init; } = "";
}
