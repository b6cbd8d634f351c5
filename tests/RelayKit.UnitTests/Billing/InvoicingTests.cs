using CsCheck;
using RelayKit.Billing;
using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Billing;

public sealed class InvoicingTests
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 5, 0, 0, 0, TimeSpan.Zero));

    private static readonly Plan Metered = new()
    {
        Code = "metered",
        Name = "Metered",
        Currency = "usd",
        FixedFee = 4900,
        Prices = [new(BillingMeter.Recordings, 0, 1.5m, null), new(BillingMeter.Participants, 1000, 0.4m, null)],
    };

    [Fact]
    public void Minutes_beyond_those_included_are_charged_and_the_fee_besides()
    {
        var lines = Invoicing.LinesOf(Metered, [Standing(BillingMeter.Participants, (2_501 * 60_000) + 59_999), Standing(BillingMeter.Agents, 60_000_000)]);

        Assert.Equal(
            [
                new InvoiceLine(InvoiceLine.FixedFee, 0, 0, 1, 0, 1, 4900, 4900),
                new InvoiceLine("participant_minutes", (2_501 * 60_000) + 59_999, 0, 2501, 1000, 1501, 0.4m, 600),
                new InvoiceLine("recording_minutes", 0, 0, 0, 0, 0, 1.5m, 0),
            ],
            lines.ToList());
        Assert.Equal(5500, Invoicing.TotalOf(lines));
    }

    [Theory]
    [InlineData(1, "0.5", 1)]
    [InlineData(3, "0.5", 2)]
    [InlineData(1, "0.499999", 0)]
    [InlineData(10, "0.0004", 0)]
    [InlineData(1250, "0.0004", 1)]
    public void Halves_of_the_smallest_unit_go_up(long minutes, string price, long amount)
    {
        var plan = Metered with { FixedFee = 0, Prices = [new(BillingMeter.Streams, 0, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), null)] };

        Assert.Equal(amount, Assert.Single(Invoicing.LinesOf(plan, [Standing(BillingMeter.Streams, minutes * 60_000)])).Amount);
    }

    /// <summary>Own and late usage are put together before minutes are rounded: once per period and line.</summary>
    [Fact]
    public void Minutes_are_rounded_down_once()
    {
        var lines = Invoicing.LinesOf(Metered with { FixedFee = 0 }, [new MeterStanding(BillingMeter.Participants, November, 30_000, 30_000)]);

        Assert.Equal(1, lines[0].Quantity);
    }

    [Fact]
    public void Less_than_nothing_is_never_charged() =>
        Assert.Equal(0, Invoicing.LinesOf(Metered with { FixedFee = 0 }, [new MeterStanding(BillingMeter.Participants, November, 10, -600_000_000)]).Sum(static line => line.Quantity + line.Amount));

    [Fact]
    public void A_plan_that_includes_all_charges_nothing() =>
        Assert.Equal(0, Invoicing.TotalOf(Invoicing.LinesOf(Plan.Free, [Standing(BillingMeter.Participants, long.MaxValue / 4)])));

    [Fact]
    public void Every_amount_is_its_price_times_what_is_billable() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Long[0, 1_000_000], Gen.Decimal[0, 1000]).Sample((ms, included, unit) =>
        {
            var price = Math.Round(unit, 6);
            var line = Assert.Single(Invoicing.LinesOf(Metered with { FixedFee = 0, Prices = [new(BillingMeter.Participants, included, price, null)] }, [Standing(BillingMeter.Participants, ms)]));
            Assert.Equal(line.Quantity, line.Included + line.Billable);
            Assert.True(line.Included <= included);
            Assert.True(Math.Abs(line.Amount - (line.Billable * price)) <= 0.5m);
            Assert.Equal(ms / 60_000, line.Quantity);
        });

    [Fact]
    public void What_is_wrong_with_a_plan_is_named()
    {
        var plan = Metered with
        {
            Currency = "USD",
            FixedFee = -1,
            Budget = new Budget(0, BudgetAction.Alert, 0),
            Prices = [new(BillingMeter.Streams, -1, 0.0000000000001m, null)],
            UnknownMeters = ["minutes"],
        };

        Assert.Equal(
            ["Currency", "FixedFee", "BudgetMinutes", "Prices:minutes", "Prices:stream_minutes:Included", "Prices:stream_minutes:UnitPrice"],
            plan.Faults().Select(static fault => fault.Where));
        Assert.Empty(Metered.Faults());
    }

    private static MeterStanding Standing(BillingMeter meter, long ms) => new(meter, November, ms, 0);
}
