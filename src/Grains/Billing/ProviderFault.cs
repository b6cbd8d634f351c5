namespace RelayKit.Billing;

/// <summary>Why a call to a provider was not accepted.</summary>
/// <param name="Code">The provider's code, or one of those below; lower case with underscores.</param>
/// <param name="Message">For the operator. Holds no key, and no data of a customer's.</param>
public sealed record ProviderFault(string Code, string Message)
{
    /// <summary>There is nothing of that id.</summary>
    public const string NotFound = "not_found";

    /// <summary>An event of that identifier was taken before: it counts once, as that one.</summary>
    public const string DuplicateMeterEvent = "duplicate_meter_event";

    /// <summary>The event's time is further back than the provider takes (Stripe: 35 days).</summary>
    public const string TimestampTooFarInPast = "timestamp_too_far_in_past";

    /// <summary>The event's time is further ahead than the provider takes (Stripe: 5 minutes).</summary>
    public const string TimestampInFuture = "timestamp_in_future";

    /// <summary>How long the provider asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's id of the request, for its support; null when there was no answer.</summary>
    public string? RequestId { get; init; }
}
