using RelayKit.Limits;

namespace RelayKit.Billing;

/// <summary>A plan as configuration has it: <c>RelayKit:Billing:Plans:{code}</c>. <see cref="Plan"/> says what the members mean.</summary>
public sealed class PlanOptions
{
    /// <summary>Its name on invoices; the code when it is empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; set; } = "usd";

    /// <summary>What it costs per period, in the currency's smallest unit.</summary>
    public long FixedFee { get; set; }

    /// <summary>Whether tenants may choose it.</summary>
    public bool Offered { get; set; } = true;

    /// <summary>Prices by meter: <c>participant_minutes</c>, <c>egress_minutes</c>, <c>agent_minutes</c>, <c>recording_minutes</c>, <c>stream_minutes</c>.</summary>
    public Dictionary<string, PlanPriceOptions> Prices { get; set; } = [];

    /// <summary>Participant-minutes of a period at which <see cref="BudgetAction"/> sets in; null for no budget.</summary>
    public long? BudgetMinutes { get; set; }

    /// <summary>What happens when they are used up.</summary>
    public BudgetAction BudgetAction { get; set; } = BudgetAction.NoNewJoins;

    /// <summary>The provider's ids of the prices that are charged per period.</summary>
    public List<string> ProviderFixedPriceIds { get; set; } = [];

    internal Plan ToPlan(string code) => new()
    {
        Code = code,
        Name = Name.Length > 0 ? Name : code,
        Currency = Currency,
        FixedFee = FixedFee,
        IsOffered = Offered,
        Prices = [.. Prices.Where(static price => BillingMeters.TryParse(price.Key, out _)).Select(static price => price.Value.ToPrice(BillingMeters.Parse(price.Key))).OrderBy(static price => price.Meter)],
        UnknownMeters = [.. Prices.Keys.Where(static word => !BillingMeters.TryParse(word, out _))],
        Budget = BudgetMinutes is { } minutes ? new Budget(minutes, BudgetAction, 0) : null,
        ProviderFixedPriceIds = [.. ProviderFixedPriceIds],
    };
}

/// <summary>A price as configuration has it.</summary>
public sealed class PlanPriceOptions
{
    /// <summary>Minutes of a period that cost nothing beyond the fixed fee; null for all.</summary>
    public long? Included { get; set; }

    /// <summary>What a minute beyond those costs, in the currency's smallest unit; parts of it are fine: 0.4.</summary>
    public decimal UnitPrice { get; set; }

    /// <summary>The provider's id of the price that follows the meter; empty for none.</summary>
    public string ProviderPriceId { get; set; } = "";

    internal PlanPrice ToPrice(BillingMeter meter) => new(meter, Included, UnitPrice, ProviderPriceId.Length > 0 ? ProviderPriceId : null);
}
