using CsCheck;
using RelayKit.Client;
using RelayKit.Examples.RebillByLabel;

namespace RelayKit.UnitTests.Examples;

/// <summary>What customers owe: examples/rebill-by-label.</summary>
public sealed class StatementTests
{
    [Fact]
    public void Each_customer_has_one_line_and_what_is_nobodys_comes_last()
    {
        var statement = Statement.ByLabel(
            [Labelled("customer=bolt", 90_500), Labelled("customer=acme", 3_600_000), Labelled("region=eu", 9), Labelled("customer=acme", 1_800_000), Labelled("customers=x", 9)],
            "customer",
            totalMs: 5_550_500,
            pricePerMinute: 0.004m);

        Assert.Equal(
            [new StatementLine("acme", 5_400_000, 0.36m), new StatementLine("bolt", 90_500, 0.00m), new StatementLine("", 60_000, 0.00m)], statement.Lines);
        Assert.Equal((5_550_500L, 0.36m), (statement.ParticipantMs, statement.Amount));
    }

    [Fact]
    public void By_room_each_room_is_a_customer() => Assert.Equal(
        [new StatementLine("lobby", 60_000, 1m), new StatementLine("standup", 120_000, 2m)],
        Statement.ByRoom(
            [new UsagePoint { Room = "standup", ParticipantMs = 120_000 }, new UsagePoint { Room = "lobby", ParticipantMs = 60_000 }, new UsagePoint { Room = "idle" }],
            totalMs: 180_000,
            pricePerMinute: 1).Lines);

    [Fact]
    public void A_month_without_usage_has_no_lines() => Assert.Empty(Statement.ByLabel([], "customer", totalMs: 0, pricePerMinute: 1).Lines);

    [Fact]
    public void Nothing_is_lost_and_nobody_pays_more_than_was_used() =>
        Gen.Select(Gen.Select(Gen.Int[0, 4], Gen.Long[0, 10_000_000]).Array[0, 30], Gen.Long[0, 1_000_000], Gen.Int[0, 10_000]).Sample((used, nobodys, price) =>
        {
            var pricePerMinute = price / 100_000m;
            var total = used.Sum(one => one.Item2) + nobodys;
            var statement = Statement.ByLabel(used.Select(one => Labelled($"customer=c{one.Item1}", one.Item2)), "customer", total, pricePerMinute);

            Assert.Equal(total, statement.ParticipantMs);
            Assert.Equal(statement.Lines.Count, statement.Lines.Select(line => line.Customer).Distinct().Count());
            Assert.All(statement.Lines, line => Assert.InRange(line.Minutes * pricePerMinute - line.Amount, 0, 0.01m));
        });

    [Fact]
    public void The_file_is_safe_for_spreadsheets()
    {
        var statement = new Statement([new StatementLine("=1+1", 60_000, 0.5m), new StatementLine("a,\"b\"", 1_000, 0m), new StatementLine("", 0, 0m)]);

        Assert.Equal(
            "customer,participant_ms,minutes,amount\r\n'=1+1,60000,1,0.50\r\n\"a,\"\"b\"\"\",1000,0.016667,0.00\r\n(without a customer),0,0,0.00\r\ntotal,61000,1.016667,0.50\r\n",
            StatementCsv.Write(statement));
    }

    [Theory]
    [InlineData("2026-11 0.004", "customer")]
    [InlineData("2026-11 0.004 label team", "team")]
    [InlineData("2026-11 0.004 room", null)]
    public void The_command_line_is_read(string line, string? label) => Assert.Equal(
        new Arguments(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), 0.004m, label), Arguments.Read(line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("2026-13 0.004")]
    [InlineData("2026-11 free")]
    [InlineData("2026-11 -1")]
    [InlineData("2026-11 0.004 label")]
    [InlineData("2026-11 0.004 room 7")]
    public void What_is_no_command_line_is_refused(string line) => Assert.Null(Arguments.Read(line.Split(' ')));

    private static UsagePoint Labelled(string label, long ms) => new() { Label = label, ParticipantMs = ms };
}
