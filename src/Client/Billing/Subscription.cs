using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How the tenant stands with whoever is paid.</summary>
public sealed record Subscription
{
    /// <summary>The plan that it goes by.</summary>
    public Plan Plan { get; init; } = new();

    /// <summary>How payment stands.</summary>
    public PaymentStanding Payment { get; init; } = new();

    /// <summary>The subscription at the payment provider; null for none.</summary>
    [JsonPropertyName("subscription")]
    public ProviderSubscription? AtProvider { get; init; }
}
