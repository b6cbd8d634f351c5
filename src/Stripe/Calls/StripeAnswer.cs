using System.Diagnostics.CodeAnalysis;
using RelayKit.Billing;

namespace RelayKit.Stripe.Calls;

/// <summary>What came of a call, with Stripe's own value or what is known of the failure.</summary>
/// <typeparam name="T">What Stripe gives.</typeparam>
internal readonly record struct StripeAnswer<T>(T? Value, ProviderOutcome Outcome, StripeFailure? Failure)
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsAccepted => Outcome == ProviderOutcome.Accepted;

    /// <summary>The failure in the port's words.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public ProviderFailure ToFailure() => Failure is { } failure
        ? new ProviderFailure(Outcome, StripeOutcomes.FaultOf(failure))
        : throw new InvalidOperationException("A call that was accepted has no failure.");
}
