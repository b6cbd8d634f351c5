namespace RelayKit.Client;

/// <summary>A line of an invoice.</summary>
public sealed record InvoiceLine
{
    /// <summary>The meter, such as <c>participant_minutes</c>, or <c>fixed_fee</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whole minutes, rounded down once; 1 for the fixed fee.</summary>
    public long Quantity { get; init; }

    /// <summary>How many of them the plan includes.</summary>
    public long Included { get; init; }

    /// <summary>How many are charged.</summary>
    public long Billable { get; init; }

    /// <summary>What one costs, in the currency's smallest unit: a number as text.</summary>
    public string UnitPrice { get; init; } = "";

    /// <summary>What all of them cost, in the currency's smallest unit.</summary>
    public long Amount { get; init; }

    /// <summary>Milliseconds that were used in the period.</summary>
    public long UsedMs { get; init; }

    /// <summary>Milliseconds of periods that had been closed; below zero where too much was billed.</summary>
    public long LateMs { get; init; }
}
