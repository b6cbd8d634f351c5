using RelayKit.Billing;

namespace RelayKit.Stripe.Calls;

/// <summary>
/// Judges what became of a call that did not succeed. Where nobody knows whether it took effect the answer is unknown, also where it probably did not: usage that
/// is sent twice is billed twice. Stripe's rules: https://docs.stripe.com/error-low-level and https://docs.stripe.com/api/idempotent_requests.
/// </summary>
internal static class StripeOutcomes
{
    private const string DuplicateWords = "event already exists with identifier";

    /// <summary>What is known now.</summary>
    public static ProviderOutcome Of(StripeFailure failure) => failure.Kind switch
    {
        StripeFailureKind.NotReached => ProviderOutcome.Retryable,
        StripeFailureKind.Lost => ProviderOutcome.Unknown,
        _ => OfStatus(failure),
    };

    /// <summary>Whether the same call, under the same idempotency key, may do better within a moment. Stripe's own advice goes before.</summary>
    public static bool IsWorthRepeating(StripeFailure failure) => failure.Kind != StripeFailureKind.Answered
        || (failure.ShouldRetry ?? (failure.Status is 409 or 408 or >= 500));

    /// <summary>The fault for the port.</summary>
    public static ProviderFault FaultOf(StripeFailure failure) => new(CodeOf(failure), MessageOf(failure))
    {
        RetryAfter = failure.RetryAfter,
        RequestId = failure.RequestId,
    };

    /// <summary>
    /// Whether Stripe has an event of this identifier already. It documents the code <c>duplicate_meter_event</c> and sends, at least from the first version of its API,
    /// the words alone (https://github.com/langfuse/langfuse/pull/16292).
    /// </summary>
    public static bool IsDuplicateMeterEvent(StripeFailure failure) => failure is { Kind: StripeFailureKind.Answered, Status: 400 or 409 }
        && (failure.Code == ProviderFault.DuplicateMeterEvent || failure.Message.Contains(DuplicateWords, StringComparison.OrdinalIgnoreCase));

    private static ProviderOutcome OfStatus(StripeFailure failure) => failure.Status switch
    {
        // The request went through and its answer cannot be read.
        >= 200 and < 300 => ProviderOutcome.Unknown,
        // Something between here and Stripe answers in its place.
        >= 300 and < 400 => ProviderOutcome.Retryable,
        // The operator can mend the key, and no usage is to be lost until then.
        401 or 403 => ProviderOutcome.Retryable,
        408 => ProviderOutcome.Unknown,
        // The same request is under way at this moment, and will end somehow.
        409 when failure.Code == "idempotency_key_in_use" => ProviderOutcome.Unknown,
        409 or 429 => ProviderOutcome.Retryable,
        >= 500 => ProviderOutcome.Unknown,
        _ => ProviderOutcome.Refused,
    };

    private static string CodeOf(StripeFailure failure) => failure switch
    {
        { Kind: StripeFailureKind.NotReached } => "unreachable",
        { Kind: StripeFailureKind.Lost } => "no_answer",
        { Status: 401 } => "authentication",
        { Status: 403 } => "permission",
        { Status: 404 } or { Code: "resource_missing" } => ProviderFault.NotFound,
        { Status: 429 } => failure.Code ?? "rate_limit",
        _ when IsDuplicateMeterEvent(failure) => ProviderFault.DuplicateMeterEvent,
        _ => failure.Code ?? failure.Type ?? "unreadable_answer",
    };

    /// <summary>Stripe quotes the end of a key that it does not take; that is still too much for a log.</summary>
    private static string MessageOf(StripeFailure failure) => failure.Status switch
    {
        401 => "Stripe does not take the key under RelayKit__Stripe__ApiKey.",
        403 => "The key under RelayKit__Stripe__ApiKey may not do this; docs/stripe.md lists the rights that it needs.",
        _ => failure.Message,
    };
}
