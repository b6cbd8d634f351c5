using CsCheck;
using RelayKit.Billing;
using RelayKit.Testing;
using RelayKit.Testing.Histories;

namespace RelayKit.StorageTests.Billing;

/// <summary>Whatever goes wrong on the way, in the end the provider has the floor of the ledger, and no report of which nobody knew was sent again blindly.</summary>
[Collection(PostgresGroup.Name)]
public sealed class MeterSenderTests(PostgresFixture postgres)
{
    private const string Minutes = "participant_minutes";

    [Theory]
    [InlineData(PlayedProvider.Fault.Unreachable)]
    [InlineData(PlayedProvider.Fault.LostAnswer)]
    [InlineData(PlayedProvider.Fault.LostRequest)]
    internal async Task After_thirty_hours_without_the_provider_nothing_is_missing_and_nothing_was_resent_blindly(PlayedProvider.Fault first)
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        scene.Provider.Faults.Enqueue(first);
        scene.Provider.Otherwise = PlayedProvider.Fault.Unreachable;
        for (var hour = 0; hour < 30; hour++)
        {
            await scene.StayAsync(scene.Time.GetUtcNow(), TimeSpan.FromSeconds(100 + hour));
            scene.Time.Advance(TimeSpan.FromHours(1));
            await scene.ReportAsync();
            await scene.SendAsync();
        }

        scene.Provider.Otherwise = PlayedProvider.Fault.None;
        await UntilSentAsync(scene);

        Assert.Equal(await scene.LedgerMinutesAsync(), scene.Provider.Total(Minutes));
        Assert.Equal(first == PlayedProvider.Fault.LostAnswer, (await scene.ReportsAsync())[0].State == MeterReportState.Reconciled);
        AssertNothingSentBlindly(scene, first is PlayedProvider.Fault.Unreachable);
    }

    [Theory]
    [InlineData(PlayedProvider.Fault.LostAnswer, MeterReportState.Reconciled)]
    [InlineData(PlayedProvider.Fault.LostRequest, MeterReportState.Sent)]
    internal async Task An_old_unknown_report_is_settled_by_the_providers_sum(PlayedProvider.Fault fault, MeterReportState state)
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-3), TimeSpan.FromMinutes(30));
        await scene.ReportAsync();
        scene.Provider.Faults.Enqueue(fault);
        await scene.SendAsync();
        Assert.Equal(MeterReportState.Unknown, Assert.Single(await scene.ReportsAsync()).State);

        scene.Time.Advance(TimeSpan.FromHours(25));
        await scene.SendAllAsync();

        Assert.Equal(1, scene.Provider.SumsRead);
        Assert.Equal(30, scene.Provider.Total(Minutes));
        Assert.Equal(state, Assert.Single(await scene.ReportsAsync()).State);
    }

    [Fact]
    public async Task What_the_provider_refuses_is_in_the_next_report()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-3), TimeSpan.FromMinutes(30));
        await scene.ReportAsync();
        scene.Provider.Faults.Enqueue(PlayedProvider.Fault.Refused);
        await scene.SendAllAsync();
        Assert.Equal((MeterReportState.Refused, "no_meter"), Assert.Single((await scene.ReportsAsync()).Select(report => (report.State, report.Error!))));

        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.SendAllAsync();

        Assert.Equal(30, scene.Provider.Total(Minutes));
        var again = (await scene.ReportsAsync())[1];
        Assert.Equal((2, 30L, MeterReportState.Sent), (again.Report.Sequence, again.Report.Value, again.State));
        Assert.Contains("refused", again.Report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_cancels_the_report_that_it_fits_and_is_a_credit_otherwise()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-5), TimeSpan.FromMinutes(40));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        var wrong = await scene.StayAsync(BillingScene.Start.AddHours(-4), TimeSpan.FromMinutes(60));
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.SendAllAsync();

        // It was never there.
        await scene.LeaveAsync(wrong, BillingScene.Start.AddHours(-4));
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        var cancellation = (await scene.ReportsAsync())[2];
        Assert.Equal((MeterReportKind.Cancellation, 2, -60L, MeterReportState.Sent), (cancellation.Report.Kind, cancellation.Report.Cancels, cancellation.Report.Value, cancellation.State));
        Assert.Equal(40, scene.Provider.Total(Minutes));

        await scene.LeaveAsync(wrong, BillingScene.Start.AddHours(-4).AddMinutes(10));
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.LeaveAsync(wrong, BillingScene.Start.AddHours(-4).AddMinutes(7));
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.SendAllAsync();

        Assert.Equal([40L, 60L, -60L, 10L, -3L], (await scene.ReportsAsync()).Select(report => report.Report.Value));
        Assert.Equal(MeterReportKind.Credit, (await scene.ReportsAsync())[4].Report.Kind);
        Assert.Equal(47, scene.Provider.Total(Minutes));
    }

    [Fact]
    public async Task Without_a_provider_usage_accrues_and_nothing_waits_to_be_sent()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await scene.StayAsync(BillingScene.Start.AddHours(-3), TimeSpan.FromMinutes(30));
        await scene.ReportAsync();

        Assert.Equal((30L, MeterReportState.Accrued), Assert.Single((await scene.ReportsAsync()).Select(report => (report.Report.Value, report.State))));
        Assert.Equal(0, await scene.SendAsync());
    }

    /// <summary>Any history of usage, corrections and faults at any step; each run's fault is its seed's.</summary>
    [Fact]
    public async Task Whatever_happens_the_provider_ends_with_the_floor_of_the_ledger()
    {
        var faults = Enum.GetValues<PlayedProvider.Fault>().Except([PlayedProvider.Fault.Refused]).ToArray();
        await Gen.Select(Gen.Int[0, 5].Array[4, 14], Gen.Int[0, faults.Length - 1].Array[6], Gen.Int[1, 2000].Array[14], Gen.Int[1, 9].Array[14]).SampleAsync(
            async (steps, failing, seconds, hours) =>
            {
                using var scene = await BillingScene.CreateAsync(postgres);
                foreach (var fault in failing)
                {
                    scene.Provider.Faults.Enqueue(faults[fault]);
                }

                var last = "";
                for (var i = 0; i < steps.Length; i++)
                {
                    switch (steps[i])
                    {
                        case 0 or 1:
                            last = await scene.StayAsync(scene.Time.GetUtcNow().AddHours(-1), TimeSpan.FromSeconds(seconds[i]));
                            break;
                        case 2 when last.Length > 0:
                            await scene.LeaveAsync(last, scene.Time.GetUtcNow().AddHours(-1));
                            break;
                        default:
                            scene.Time.Advance(TimeSpan.FromHours(hours[i]));
                            await scene.ReportAsync();
                            await scene.SendAsync();
                            break;
                    }
                }

                scene.Time.Advance(TimeSpan.FromHours(1));
                await scene.ReportAsync();
                await UntilSentAsync(scene);

                Assert.Equal(await scene.LedgerMinutesAsync(), scene.Provider.Total(Minutes));
                AssertNothingSentBlindly(scene, wasKnownNotTaken: false);
            },
            iter: Math.Clamp(HistoryCount.Value / 20, 5, 400),
            threads: 1);
    }

    /// <summary>Faults that are left strike on the way; hours pass until nothing is left to be sent.</summary>
    private static async Task UntilSentAsync(BillingScene scene)
    {
        for (var quarter = 0; quarter < 200; quarter++)
        {
            await scene.SendAllAsync();
            scene.Time.Advance(TimeSpan.FromMinutes(20));
            if ((await scene.ReportsAsync()).All(report => report.State is MeterReportState.Sent or MeterReportState.Reconciled))
            {
                return;
            }
        }

        Assert.Fail("Reports are still on their way after days.");
    }

    /// <summary>
    /// The same identifier twenty hours after an attempt of which nobody knows what came of it only if the provider's sum was read before. Attempts that are known to
    /// have had no effect do not count.
    /// </summary>
    private static void AssertNothingSentBlindly(BillingScene scene, bool wasKnownNotTaken)
    {
        foreach (var report in scene.Provider.Sent.GroupBy(sent => sent.Event.Identifier))
        {
            var (first, last) = (report.Where(sent => !sent.IsKnownNotTaken).Min(sent => sent.At), report.Max(sent => sent.At));
            Assert.True(last - first < TimeSpan.FromHours(24) || wasKnownNotTaken || scene.Provider.SumsRead > 0, $"{report.Key} was sent again blindly");
        }
    }
}
