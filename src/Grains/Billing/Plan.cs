using System.Collections.Immutable;
using System.Text.Json.Serialization;
using RelayKit.Limits;

namespace RelayKit.Billing;

/// <summary>What a tenant pays for. Kept as JSON: members are added, never renamed.</summary>
public sealed record Plan
{
    /// <summary>As long as a code may be.</summary>
    public const int MaxCodeLength = 40;

    /// <summary>The most digits that a price has after the point.</summary>
    public const int MaxPriceDigits = 12;

    /// <summary>The greatest amount that is taken, far from what a sum could overflow by.</summary>
    public const long MaxAmount = 1_000_000_000_000;

    /// <summary>What a tenant has where there is no other: it is metered, and nothing is priced.</summary>
    public static readonly Plan Free = new()
    {
        Code = "free",
        Name = "Free",
        Currency = "usd",
        Prices = [new PlanPrice(BillingMeter.Participants, null, 0, null)],
    };

    /// <summary>Its code: 1 to 40 of <c>a-z 0-9 _ -</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Its name, as it stands on invoices.</summary>
    public required string Name { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>What it costs per period, whatever is used; in the currency's smallest unit.</summary>
    public long FixedFee { get; init; }

    /// <summary>Whether tenants may choose it; one that is not offered is assigned by the operator.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>What it prices. A meter that is not here is metered and not billed.</summary>
    public ImmutableArray<PlanPrice> Prices { get; init; } = [];

    /// <summary>What all of the tenant's live rooms together may use in a period; null for no bound of the plan's.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The provider's ids of the prices that are charged per period.</summary>
    public ImmutableArray<string> ProviderFixedPriceIds { get; init; } = [];

    /// <summary>Words under prices that are no meter's: only configuration can have them.</summary>
    [JsonIgnore]
    internal ImmutableArray<string> UnknownMeters { get; init; } = [];

    /// <summary>Whether a provider can sell it: it has prices there.</summary>
    [JsonIgnore]
    public bool IsSellable => !ProviderFixedPriceIds.IsEmpty || Prices.Any(static price => price.ProviderPriceId is not null);

    /// <summary>The price of a meter; null where the plan does not price it.</summary>
    public PlanPrice? PriceOf(BillingMeter meter) => Prices.FirstOrDefault(price => price.Meter == meter);

    /// <summary>Whether a plan may be called so.</summary>
    public static bool IsCode(string? code) =>
        code is { Length: > 0 and <= MaxCodeLength } && code.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-');

    /// <summary>What is wrong with it: where, and what it has to be.</summary>
    public IEnumerable<(string Where, string What)> Faults()
    {
        if (Currency.Length != 3 || !Currency.All(static c => c is >= 'a' and <= 'z'))
        {
            yield return ("Currency", "has to be a code of ISO 4217 in lower case, such as usd");
        }

        if (FixedFee is < 0 or > MaxAmount)
        {
            yield return ("FixedFee", $"has to be 0 to {MaxAmount}");
        }

        if (Budget is { Minutes: < 1 })
        {
            yield return ("BudgetMinutes", "has to be 1 or more");
        }

        foreach (var word in UnknownMeters)
        {
            yield return ($"Prices:{word}", $"is no meter; there are {string.Join(", ", BillingMeters.All.Select(static meter => meter.Word()))}");
        }

        foreach (var price in Prices)
        {
            if (price.Included is < 0 or > MaxAmount)
            {
                yield return ($"Prices:{price.Meter.Word()}:Included", $"has to be 0 to {MaxAmount}");
            }

            if (price.UnitPrice is < 0 or > 1_000_000 || price.UnitPrice.Scale > MaxPriceDigits)
            {
                yield return ($"Prices:{price.Meter.Word()}:UnitPrice", $"has to be 0 to 1000000 with at most {MaxPriceDigits} digits after the point");
            }
        }
    }
}

/// <summary>What a plan asks for a meter's minutes.</summary>
/// <param name="Meter">Which meter.</param>
/// <param name="Included">Minutes of a period that cost nothing beyond the fixed fee; null for all.</param>
/// <param name="UnitPrice">What a minute beyond those costs, in the currency's smallest unit, or parts of it.</param>
/// <param name="ProviderPriceId">The provider's id of the price that follows the meter; null for none.</param>
public sealed record PlanPrice(BillingMeter Meter, long? Included, decimal UnitPrice, string? ProviderPriceId);
