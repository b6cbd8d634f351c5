namespace RelayKit.Billing;

/// <summary>A line of an invoice.</summary>
/// <param name="Name">The meter's word, or <see cref="FixedFee"/>: what makes it this line of its invoice.</param>
/// <param name="OwnMs">What was used in the period.</param>
/// <param name="LateMs">What was used in periods that had been closed, and was told of too late for them; below zero where too much was billed.</param>
/// <param name="Quantity">Whole minutes of both together, rounded down; 1 for the fixed fee.</param>
/// <param name="Included">How many of them the plan includes.</param>
/// <param name="Billable">How many are charged.</param>
/// <param name="UnitPrice">What one costs, in the currency's smallest unit, or parts of it.</param>
/// <param name="Amount">What all of them cost, in the currency's smallest unit.</param>
public sealed record InvoiceLine(
    string Name, long OwnMs, long LateMs, long Quantity, long Included, long Billable, decimal UnitPrice, long Amount)
{
    /// <summary>The name of the line that has what the plan costs whatever is used.</summary>
    public const string FixedFee = "fixed_fee";
}
