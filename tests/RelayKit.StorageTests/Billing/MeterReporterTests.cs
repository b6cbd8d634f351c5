using RelayKit.Billing;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>What is written down of a tenant's usage, and how its periods are closed.</summary>
[Collection(PostgresGroup.Name)]
public sealed class MeterReporterTests(PostgresFixture postgres)
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(BillingScene.Start);
    private static readonly DateTimeOffset MonthEnd = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_is_connected_counts_up_to_each_report_and_the_reports_add_up_to_the_floor()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.JoinAsync(BillingScene.Start.AddSeconds(-30));
        for (var hour = 0; hour < 5; hour++)
        {
            scene.Time.Advance(TimeSpan.FromHours(1));
            await scene.ReportAsync();
        }

        Assert.Equal([60L, 60, 60, 60, 60], (await scene.ReportsAsync()).Select(report => report.Report.Value));
        Assert.All(await scene.ReportsAsync(), report => Assert.Equal(MeterReportState.Pending, report.State));
        scene.Time.Advance(TimeSpan.FromSeconds(30));
        await scene.ReportAsync();
        Assert.Equal(301, (await scene.ReportsAsync()).Sum(report => report.Report.Value));
    }

    [Fact]
    public async Task Test_mode_is_never_reported()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromHours(1), mode: Mode.Test);
        await scene.ReportAsync();

        Assert.Empty(await scene.ReportsAsync());
    }

    [Fact]
    public async Task What_the_plan_does_not_price_is_written_down_and_not_sent()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromHours(1), ParticipantClass.Egress);
        await scene.ReportAsync();

        Assert.Equal((BillingMeter.Egress, MeterReportState.Accrued), Assert.Single((await scene.ReportsAsync()).Select(report => (report.Report.Meter, report.State))));
        Assert.Equal(0, await scene.SendAsync());
    }

    [Fact]
    public async Task Two_silos_at_once_report_a_tenant_once()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromHours(1));
        await scene.ExecuteAsync("update billing_accounts set report_due_at = '-infinity' where tenant_id = $1");

        var reported = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Reporter().ReportDueAsync(CancellationToken.None)));

        Assert.Equal(1, reported.Sum());
        Assert.Equal(60, Assert.Single(await scene.ReportsAsync()).Report.Value);
    }

    [Fact]
    public async Task A_period_is_closed_with_its_invoice_and_whoever_stays_goes_on_in_the_next()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.JoinAsync(MonthEnd.AddMinutes(-20).AddMilliseconds(-1));
        scene.Time.SetUtcNow(MonthEnd.AddMinutes(29));
        await scene.ReportAsync();
        Assert.Null(await InvoiceAsync(scene));
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero), Assert.Single(await scene.ReportsAsync()).Report.At);

        scene.Time.SetUtcNow(MonthEnd.AddMinutes(30));
        await scene.ReportAsync();

        var invoice = (await InvoiceAsync(scene))!;
        Assert.Equal((BillingScene.Plan, "usd", 5L), (invoice.Plan, invoice.Currency, invoice.Total));
        Assert.Equal([("participant_minutes", 1_200_001L, 20L, 10L, 10L), ("recording_minutes", 0, 0, 0, 0)], invoice.Lines.Select(line => (line.Name, line.OwnMs, line.Quantity, line.Included, line.Billable)));
        Assert.Equal(20, (await scene.ReportsAsync()).Sum(report => report.Report.Value));
        Assert.Equal(30, (await scene.ReportsAsync(PeriodText.After(November))).Sum(report => report.Report.Value));
        Assert.Equal(1, await CountEventsAsync(scene));
    }

    [Fact]
    public async Task What_is_told_late_is_on_the_next_invoice_with_its_reason_and_both_still_add_up()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        var kept = await scene.StayAsync(MonthEnd.AddHours(-5), TimeSpan.FromMinutes(100));
        scene.Time.SetUtcNow(MonthEnd.AddMinutes(30));
        await scene.ReportAsync();

        // LiveKit tells a day later that somebody else was there, and that the first had left earlier.
        scene.Time.SetUtcNow(MonthEnd.AddDays(1));
        await scene.StayAsync(MonthEnd.AddHours(-4), TimeSpan.FromMinutes(30));
        await scene.LeaveAsync(kept, MonthEnd.AddHours(-5).AddMinutes(90));
        await scene.StayAsync(MonthEnd.AddHours(4), TimeSpan.FromMinutes(7));
        await scene.ReportAsync();

        var december = PeriodText.After(November);
        var report = Assert.Single(await scene.ReportsAsync(december));
        Assert.Equal((27L, 20L * 60_000), (report.Report.Value, report.Report.LateMs));
        Assert.Contains("late", report.Report.Reason, StringComparison.Ordinal);
        Assert.Equal(100, (await scene.ReportsAsync()).Sum(one => one.Report.Value));

        var november = await LineAsync(scene, November);
        Assert.Equal((120L * 60_000, 100L * 60_000), (november.SessionsMs, november.TotalMs));
        Assert.Equal([("2026-12", -20L * 60_000)], november.Adjustments.Select(adjustment => (adjustment.Period, adjustment.Ms)));
        var next = await LineAsync(scene, december);
        Assert.Equal((7L * 60_000, 27L * 60_000), (next.SessionsMs, next.TotalMs));
        Assert.Equal([("2026-11", 20L * 60_000)], next.Adjustments.Select(adjustment => (adjustment.Period, adjustment.Ms)));

        // It is closed in its turn, and stays: nothing is carried twice.
        scene.Time.SetUtcNow(MonthEnd.AddMonths(1).AddMinutes(30));
        await scene.ReportAsync();
        Assert.Equal(27, (await InvoiceAsync(scene, december))!.Lines[0].Quantity);
        Assert.Empty(await scene.ReportsAsync(PeriodText.After(december)));
        Assert.Equal(27L * 60_000, (await LineAsync(scene, december)).TotalMs);
    }

    [Fact]
    public async Task Months_without_a_silo_are_closed_one_after_the_other()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.ReportAsync();
        await scene.StayAsync(MonthEnd.AddMinutes(-10), TimeSpan.FromDays(40));
        scene.Time.SetUtcNow(MonthEnd.AddDays(75));
        await scene.ReportAsync();

        var invoices = await scene.Store.ListInvoicesAsync(scene.Tenant, 10, null, CancellationToken.None);
        Assert.Equal(["2027-01", "2026-12", "2026-11", "2026-10"], invoices.Select(invoice => PeriodText.Of(invoice.Period)));
        Assert.Equal([(9L * 1440) - 10, 31 * 1440, 10, 0], invoices.Select(invoice => invoice.Lines[0].Quantity));
    }

    [Fact]
    public async Task What_is_wrong_with_one_tenant_does_not_keep_the_others_from_being_reported()
    {
        using var broken = await BillingScene.CreateAsync(postgres);
        await broken.ExecuteAsync(
            """
            insert into meter_reports (tenant_id, meter, period, seq, kind, value, cumulative_ms, late_ms, at, created_at, state)
            values ($1, 'no_meter', '2026-11-01', 1, 'usage', 1, 1, 0, now(), now(), 'sent')
            """);
        using var scene = await BillingScene.CreateAsync(postgres);
        await broken.ExecuteAsync("update billing_accounts set report_due_at = '-infinity' where tenant_id = $1");
        await scene.ExecuteAsync("update billing_accounts set report_due_at = '2026-11-01' where tenant_id = $1");
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromHours(1));

        Assert.Equal(2, await scene.Reporter().ReportDueAsync(CancellationToken.None));

        Assert.Single(await scene.ReportsAsync());
    }

    private async Task<long> CountEventsAsync(BillingScene scene) => await Sql.ScalarAsync<long>(
        postgres.ConnectionString,
        $"select count(*) from relaykit.events where tenant_id = '{scene.Tenant.Value}' and type = 'billing.period_closed' and data::text like '%2026-11%'");

    private static Task<Invoice?> InvoiceAsync(BillingScene scene, UsagePeriod? period = null) =>
        scene.Store.FindInvoiceAsync(scene.Tenant, Invoice.IdOf(scene.Tenant, period ?? November), CancellationToken.None);

    private static Task<InvoiceLineDetail> LineAsync(BillingScene scene, UsagePeriod period) => scene.Store.ReadLineAsync(
        new InvoiceLineQuery(scene.Tenant, period, BillingMeter.Participants, scene.Time.GetUtcNow(), null, 100), CancellationToken.None);
}
