namespace RelayKit.Client;

/// <summary>What a tenant pays for.</summary>
public sealed record Plan
{
    /// <summary>Its code.</summary>
    public string Code { get; init; } = "";

    /// <summary>Its name, as it stands on invoices.</summary>
    public string Name { get; init; } = "";

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What it costs per month whatever is used, in the currency's smallest unit.</summary>
    public long FixedFee { get; init; }

    /// <summary>Whether it may be chosen.</summary>
    public bool Offered { get; init; }

    /// <summary>What it prices; a meter that is not here is metered and not billed.</summary>
    public IReadOnlyList<PlanPrice> Prices { get; init; } = [];

    /// <summary>What live rooms may use in a month; null for no bound of the plan's.</summary>
    public Budget? Budget { get; init; }
}
