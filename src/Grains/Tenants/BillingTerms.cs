using RelayKit.Limits;

namespace RelayKit.Tenants;

/// <summary>What billing asks of the tenant's own grain: the plan's budget, and what a payment that does not come stops. Kept as JSON: members are added, never renamed.</summary>
/// <param name="Budget">The plan's budget; null for none. The lower of it and the operator's own holds.</param>
/// <param name="Hold">What is stopped; null for nothing. The operator's own suspension stands beside it: paying lifts this one alone.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.BillingTerms")]
public sealed record BillingTerms([property: Id(0)] Budget? Budget, [property: Id(1)] Suspension? Hold)
{
    /// <summary>Nothing is asked.</summary>
    public static readonly BillingTerms None = new(null, null);
}
