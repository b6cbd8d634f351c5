using System.Collections.Immutable;

namespace RelayKit.Billing;

/// <summary>What usage comes to in money. Decides, and does no I/O.</summary>
public static class Invoicing
{
    /// <summary>The lines of an invoice: one for the fixed fee if there is one, and one for each meter that the plan prices.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="standings">Where the meters stand in the period.</param>
    public static ImmutableArray<InvoiceLine> LinesOf(Plan plan, IEnumerable<MeterStanding> standings)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var used = standings.ToDictionary(static standing => standing.Meter);
        var lines = ImmutableArray.CreateBuilder<InvoiceLine>();
        if (plan.FixedFee > 0)
        {
            lines.Add(new InvoiceLine(InvoiceLine.FixedFee, 0, 0, 1, 0, 1, plan.FixedFee, plan.FixedFee));
        }

        foreach (var price in plan.Prices.OrderBy(static price => price.Meter))
        {
            var standing = used.GetValueOrDefault(price.Meter);
            lines.Add(LineOf(price, standing?.OwnMs ?? 0, standing?.LateMs ?? 0));
        }

        return lines.DrainToImmutable();
    }

    /// <summary>What the lines come to.</summary>
    public static long TotalOf(IEnumerable<InvoiceLine> lines) => lines.Sum(static line => line.Amount);

    /// <summary>
    /// Minutes are rounded down once, here. The amount is rounded to the currency's smallest unit, halves up: as Stripe does. Less than nothing is never
    /// charged: what was billed too much in a period before is as much as can be taken off.
    /// </summary>
    private static InvoiceLine LineOf(PlanPrice price, long ownMs, long lateMs)
    {
        var minutes = Math.Max(0, WholeMinutes.Floor(ownMs + lateMs));
        var included = Math.Min(minutes, price.Included ?? minutes);
        var billable = minutes - included;
        return new InvoiceLine(
            price.Meter.Word(), ownMs, lateMs, minutes, included, billable, price.UnitPrice, (long)Math.Round(billable * price.UnitPrice, MidpointRounding.AwayFromZero));
    }
}
