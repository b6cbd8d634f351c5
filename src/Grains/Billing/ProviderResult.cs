using System.Diagnostics.CodeAnalysis;

namespace RelayKit.Billing;

/// <summary>What came of a call to a provider: a value when it was accepted, a fault in every other case.</summary>
/// <typeparam name="T">What the provider gives.</typeparam>
public readonly record struct ProviderResult<T>
{
    private ProviderResult(ProviderOutcome outcome, T? value, ProviderFault? fault)
    {
        Outcome = outcome;
        Value = value;
        Fault = fault;
    }

    /// <summary>Which of the four it is.</summary>
    public ProviderOutcome Outcome { get; }

    /// <summary>Present when <see cref="IsAccepted"/>.</summary>
    public T? Value { get; }

    /// <summary>Present when not <see cref="IsAccepted"/>.</summary>
    public ProviderFault? Fault { get; }

    /// <summary>Whether it took effect.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsAccepted => Outcome == ProviderOutcome.Accepted;

    /// <summary>It took effect.</summary>
    public static implicit operator ProviderResult<T>(T value) => new(ProviderOutcome.Accepted, value, null);

    /// <summary>It did not, or nobody knows.</summary>
    public static implicit operator ProviderResult<T>(ProviderFailure failure) => new(failure.Outcome, default, failure.Fault);
}
