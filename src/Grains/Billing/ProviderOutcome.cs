namespace RelayKit.Billing;

/// <summary>What is known of a call to a provider.</summary>
public enum ProviderOutcome
{
    /// <summary>It took effect.</summary>
    Accepted,

    /// <summary>It took no effect, and may later: the provider is busy, limits the rate, or was not reached at all.</summary>
    Retryable,

    /// <summary>Nobody knows whether it took effect: the connection was lost or the time was up after the request may have gone, or the provider failed midway.</summary>
    Unknown,

    /// <summary>It took no effect and will not, however often it is tried.</summary>
    Refused,
}
