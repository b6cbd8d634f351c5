using RelayKit.Billing;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>Bugs by which others have billed twice, or not at all, played here: each test is named by what went wrong there.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DoubleBillingTests(PostgresFixture postgres)
{
    private const string Minutes = "participant_minutes";

    /// <summary>diggerhq/opencomputer, issue 276: the reporter died after the provider's answer and before it had written down how far it was.</summary>
    [Theory]
    [InlineData(PlayedProvider.Fault.CrashAfter)]
    [InlineData(PlayedProvider.Fault.CrashBefore)]
    [InlineData(PlayedProvider.Fault.LostAnswer)]
    [InlineData(PlayedProvider.Fault.LostRequest)]
    internal async Task Reporter_crashes_between_the_call_and_the_cursor_write(PlayedProvider.Fault fault)
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromMinutes(90));
        await scene.ReportAsync();
        scene.Provider.Faults.Enqueue(fault);
        await scene.SendAsync();

        // A process that takes its place reports and sends as if nothing had been.
        scene.Time.Advance(TimeSpan.FromMinutes(30));
        await scene.ReportAsync();
        await scene.SendAllAsync();

        Assert.Equal(90, scene.Provider.Total(Minutes));
        Assert.Equal(2, scene.Provider.Sent.Count);
        Assert.Single(scene.Provider.Sent.Select(sent => sent.Event).Distinct());
        Assert.Equal(MeterReportState.Sent, Assert.Single(await scene.ReportsAsync()).State);
    }

    /// <summary>langfuse/langfuse, pull request 17915: a job that was tried again billed those once more that it had sent before it failed.</summary>
    [Fact]
    public async Task Retried_job_bills_again_what_it_had_already_sent()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromMinutes(60));
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromMinutes(5), ParticipantClass.Agent);
        await scene.ReportAsync();
        await scene.SendAllAsync();
        await scene.StayAsync(BillingScene.Start.AddMinutes(1), TimeSpan.FromMinutes(7));
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        scene.Provider.Faults.Enqueue(PlayedProvider.Fault.Unreachable);
        await scene.SendAllAsync();

        // The whole job again, from its beginning, and once more.
        for (var again = 0; again < 2; again++)
        {
            scene.Time.Advance(TimeSpan.FromHours(1));
            await scene.ReportAsync();
            await scene.SendAllAsync();
        }

        Assert.Equal(67, scene.Provider.Total(Minutes));
        Assert.Equal([60L, 7L], (await scene.ReportsAsync()).Where(report => report.Report.Meter == BillingMeter.Participants).Select(report => report.Report.Value));
    }

    /// <summary>mergewatch/mergewatch.ai, issue 563: the key had no more than the hour in it, so that a second charge of that hour counted as the first.</summary>
    [Fact]
    public async Task Key_too_coarse_so_that_a_second_charge_of_the_hour_is_dropped()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        for (var minutes = 1; minutes <= 3; minutes++)
        {
            await scene.StayAsync(BillingScene.Start, TimeSpan.FromMinutes(minutes));
            scene.Time.Advance(TimeSpan.FromSeconds(1));
            await scene.ReportAsync();
            await scene.SendAllAsync();
        }

        Assert.Equal(6, scene.Provider.Total(Minutes));
        Assert.Equal(3, scene.Provider.Sent.Select(sent => sent.Event.Identifier).Distinct().Count());
        Assert.Equal($"{scene.Tenant}:participant_minutes:2026-11:3", scene.Provider.Sent[^1].Event.Identifier);
    }
}
