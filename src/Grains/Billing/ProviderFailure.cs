namespace RelayKit.Billing;

/// <summary>That a call to a provider was not accepted, for a <see cref="ProviderResult{T}"/> of any value.</summary>
public sealed record ProviderFailure
{
    /// <param name="outcome">Any but acceptance.</param>
    /// <param name="fault">Why.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is acceptance.</exception>
    public ProviderFailure(ProviderOutcome outcome, ProviderFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(outcome, ProviderOutcome.Accepted);
        Outcome = outcome;
        Fault = fault;
    }

    /// <summary>Retryable, unknown or refused.</summary>
    public ProviderOutcome Outcome { get; }

    /// <summary>Why.</summary>
    public ProviderFault Fault { get; }
}
