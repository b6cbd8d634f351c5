using RelayKit.Billing;
using RelayKit.Storage.Billing;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>Once a day what the provider has counted is held against the ledger, and what came of it is kept for the operator.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BillingComparerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken Nobody = CancellationToken.None;
    private static readonly UsagePeriod November = UsagePeriod.Containing(BillingScene.Start);
    private static readonly DateTimeOffset MonthEnd = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(BillingScene.Start.UtcDateTime);

    public Task InitializeAsync() => Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.billing_comparisons");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_was_taken_an_hour_ago_is_compared_and_what_is_younger_or_on_its_way_is_not_missed()
    {
        using var scene = await ReportedAsync(TimeSpan.FromMinutes(90));
        scene.Time.Advance(TimeSpan.FromHours(2));
        await scene.StayAsync(scene.Time.GetUtcNow().AddMinutes(-30), TimeSpan.FromMinutes(7));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        await scene.StayAsync(scene.Time.GetUtcNow().AddMinutes(-20), TimeSpan.FromMinutes(5));
        await scene.ReportAsync();
        await scene.StayAsync(scene.Time.GetUtcNow().AddMinutes(-10), TimeSpan.FromMinutes(3));

        Assert.Equal(1, await scene.Comparer().CompareDueAsync(Nobody));

        var compared = await OfAsync(scene, November);
        Assert.Equal(new BillingComparison(Today, scene.Tenant, BillingMeter.Participants, November, 105, 3, 12, 90), compared);
        Assert.Equal(0, compared.Difference);
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Every_customer_is_compared_once_a_day_also_by_several_silos()
    {
        using var scene = await ReportedAsync(TimeSpan.FromMinutes(90));
        scene.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Comparer().CompareDueAsync(Nobody)))).Sum());
        var read = scene.Provider.SumsRead;
        Assert.Equal(0, await scene.Comparer().CompareDueAsync(Nobody));
        Assert.Equal(read, scene.Provider.SumsRead);

        scene.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await scene.Comparer().CompareDueAsync(Nobody));
        Assert.Equal([Today.AddDays(1), Today], (await ListAsync()).Where(static one => one.Meter == BillingMeter.Participants && one.Period == November).Select(static one => one.Day));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-30)]
    public async Task What_the_provider_has_too_much_or_lacks_is_a_difference(long minutes)
    {
        using var scene = await ReportedAsync(TimeSpan.FromMinutes(90));
        await scene.Provider.SendMeterEventAsync(
            new MeterEvent(BillingMeter.Participants.Word(), "by-somebody-else", $"{PlayedProvider.Customer}_{scene.Tenant}", minutes, scene.Time.GetUtcNow()), Nobody);
        scene.Time.Advance(TimeSpan.FromHours(2));

        await scene.Comparer().CompareDueAsync(Nobody);

        Assert.Equal((90 + minutes, minutes), ((await OfAsync(scene, November)).ProviderMinutes, (await OfAsync(scene, November)).Difference));
        Assert.Equal(scene.Tenant, Assert.Single(await DifferencesAsync()).Tenant);
    }

    [Fact]
    public async Task The_month_before_is_compared_too_and_what_nobody_has_told_the_provider_of_is_named()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(MonthEnd.AddHours(-5), TimeSpan.FromMinutes(100));
        scene.Time.SetUtcNow(MonthEnd.AddMinutes(30));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        // Told late, and so billed with the next month.
        scene.Time.SetUtcNow(MonthEnd.AddHours(3));
        await scene.StayAsync(MonthEnd.AddHours(-4), TimeSpan.FromMinutes(30));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        scene.Time.SetUtcNow(MonthEnd.AddHours(6));

        await scene.Comparer().CompareDueAsync(Nobody);

        var (before, now) = (await OfAsync(scene, November), await OfAsync(scene, PeriodText.After(November)));
        Assert.Equal((130L, 30L, 100L, 0L), (before.LedgerMinutes, before.UnreportedMinutes, before.ProviderMinutes, before.Difference));
        Assert.Equal((30L, 0L, 30L, 0L), (now.LedgerMinutes, now.UnreportedMinutes, now.ProviderMinutes, now.Difference));
    }

    [Fact]
    public async Task What_the_provider_refuses_after_a_month_is_closed_is_on_no_other_month_and_stays_to_be_seen()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(MonthEnd.AddHours(-5), TimeSpan.FromMinutes(100));
        scene.Time.SetUtcNow(MonthEnd.AddMinutes(30));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        var lost = Assert.Single(scene.Provider.Sent).Event.Identifier;
        await scene.Provider.CancelMeterEventAsync(BillingMeter.Participants.Word(), lost, Nobody);

        await scene.Updates().MeterErrorsAsync(new ProviderMeterErrors("mtr_1", 1, [new(lost, "archived_meter", "Archived.")]), Nobody);
        scene.Time.SetUtcNow(MonthEnd.AddHours(6));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        await scene.Comparer().CompareDueAsync(Nobody);

        var compared = await OfAsync(scene, November);
        Assert.Equal((100L, 100L, 0L, 0L), (compared.LedgerMinutes, compared.UnreportedMinutes, compared.ProviderMinutes, compared.Difference));
        Assert.Empty(await scene.ReportsAsync(PeriodText.After(November)));
        Assert.Equal((lost, "archived_meter"), Assert.Single((await scene.ReportsAsync(November, MeterReportState.Refused)).Select(
            report => (report.Report.IdentifierOf(scene.Tenant).ToString(), report.Error))));
        Assert.Empty(await scene.ReportsAsync(November, MeterReportState.Sent));
        Assert.Equal(100, (await scene.Store.FindInvoiceAsync(scene.Tenant, Invoice.IdOf(scene.Tenant, November), Nobody))!.Lines[0].Quantity);
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_guessed_and_is_compared_the_next_day()
    {
        using var scene = await ReportedAsync(TimeSpan.FromMinutes(90));
        scene.Time.Advance(TimeSpan.FromHours(2));
        scene.Provider.Otherwise = PlayedProvider.Fault.Unreachable;
        Assert.Equal(1, await scene.Comparer().CompareDueAsync(Nobody));
        Assert.Empty(await ListAsync());

        scene.Provider.Otherwise = PlayedProvider.Fault.None;
        scene.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await scene.Comparer().CompareDueAsync(Nobody));
        Assert.Equal(90, (await OfAsync(scene, November)).ProviderMinutes);
    }

    [Fact]
    public async Task Who_is_nobodys_customer_is_not_compared()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromMinutes(90));
        await scene.ReportAsync();

        Assert.Equal(0, await scene.Comparer().CompareDueAsync(Nobody));
    }

    /// <summary>Somebody was there for so long, and the provider has been told of it.</summary>
    private async Task<BillingScene> ReportedAsync(TimeSpan stay)
    {
        var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), stay);
        await scene.ReportAsync();
        await scene.SendAllAsync();
        return scene;
    }

    private async Task<BillingComparison> OfAsync(BillingScene scene, UsagePeriod period) =>
        (await ListAsync()).Where(one => one.Tenant == scene.Tenant && one.Meter == BillingMeter.Participants && one.Period == period).MaxBy(static one => one.Day)!;

    private async Task<IReadOnlyList<BillingComparison>> ListAsync() => await Store.ListComparisonsAsync(100, null, onlyDifferences: false, Nobody);

    private async Task<IReadOnlyList<BillingComparison>> DifferencesAsync() => await Store.ListComparisonsAsync(100, null, onlyDifferences: true, Nobody);

    private PostgresMeterReportStore Store => new(postgres.Sources);
}
