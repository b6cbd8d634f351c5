using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace RelayKit.Billing;

/// <summary>The plans that there are: those of configuration, and those that the operator has made by calls, which go before.</summary>
public sealed class Plans(IPlanStore store, IOptions<BillingOptions> options)
{
    /// <summary>All of them, as they are now, by their codes.</summary>
    public async Task<PlanCatalogue> ReadAsync(CancellationToken cancellation) => Merge(options.Value, await store.ListAsync(cancellation));

    /// <summary>Puts both together.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="made">What the operator has made.</param>
    public static PlanCatalogue Merge(BillingOptions options, IEnumerable<Plan> made)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plans = ImmutableSortedDictionary.CreateBuilder<string, Plan>(StringComparer.Ordinal);
        foreach (var (code, plan) in options.Plans)
        {
            plans[code] = plan.ToPlan(code);
        }

        foreach (var plan in made)
        {
            plans[plan.Code] = plan;
        }

        var fallback = plans.GetValueOrDefault(options.DefaultPlan) ?? plans.GetValueOrDefault(Plan.Free.Code) ?? Plan.Free;
        plans.TryAdd(fallback.Code, fallback);
        return new PlanCatalogue(plans.ToImmutable(), fallback);
    }
}

/// <summary>The plans that there are.</summary>
/// <param name="ByCode">By their codes.</param>
/// <param name="Default">The plan of every tenant that has none of its own, or one that there is no more.</param>
public sealed record PlanCatalogue(ImmutableSortedDictionary<string, Plan> ByCode, Plan Default)
{
    /// <summary>The plan that a tenant goes by.</summary>
    /// <param name="code">The code of its own; null for none.</param>
    public Plan Of(string? code) => code is not null && ByCode.TryGetValue(code, out var plan) ? plan : Default;

    /// <summary>The plan that has some of a provider's prices; null when none has. It tells the plan after a change on the provider's own pages.</summary>
    public Plan? SoldBy(IReadOnlyCollection<string> priceIds) => ByCode.Values.FirstOrDefault(plan =>
        plan.ProviderFixedPriceIds.Any(priceIds.Contains) || plan.Prices.Any(price => price.ProviderPriceId is { } id && priceIds.Contains(id)));
}
