using CsCheck;
using RelayKit.Billing;
using RelayKit.Storage.Billing;
using RelayKit.StorageTests.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>What billing reads of the ledger, against the participant sessions added up one by one: around a month's end, with some who go on across it.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BillingUsageTests(PostgresFixture postgres)
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero));
    private static readonly UsagePeriod December = PeriodText.After(November);

    private readonly PostgresBillingStore _store = new(postgres.Sources, TimeProvider.System);

    [Fact]
    public async Task No_millisecond_is_in_the_wrong_period_and_every_line_adds_up_from_its_sessions() =>
        await UsageHistory.Gen.SampleAsync(
            async history =>
            {
                var tenant = new TenantId(Guid.CreateVersion7());
                await history.WriteAsync(postgres.Sources, tenant);
                var now = DateTimeOffset.FromUnixTimeMilliseconds(history.NowMs);
                foreach (var period in new[] { PeriodText.Before(November), November, December })
                {
                    var usage = await _store.ReadUsageAsync(tenant, period, now, CancellationToken.None);
                    foreach (var meter in BillingMeters.All)
                    {
                        var expected = history.Used(period.StartMs, period.EndMs, stay => BillingMeters.ClassesOf(meter).Contains(stay.Row.Class)).Ms;
                        Assert.Equal(expected, usage.Of(meter));
                        Assert.Equal(expected, await SumOfSessionsAsync(tenant, period, meter, now));
                    }
                }
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task A_labels_statement_has_what_its_participants_used_by_kind_and_by_day() =>
        await UsageHistory.Gen.SampleAsync(
            async history =>
            {
                var tenant = new TenantId(Guid.CreateVersion7());
                await history.WriteAsync(postgres.Sources, tenant);
                var label = UsageHistory.Labels[1].Labels[0];
                var statement = await _store.ReadStatementAsync(tenant, label, November, DateTimeOffset.FromUnixTimeMilliseconds(history.NowMs), CancellationToken.None);

                for (var @class = ParticipantClass.Standard; @class <= ParticipantClass.Agent; @class++)
                {
                    var kind = @class;
                    Assert.Equal(
                        history.Used(November.StartMs, November.EndMs, stay => stay.Row.Class == kind && stay.Row.Labels.Labels.Contains(label)).Ms,
                        statement.Lines.Where(line => line.Class == kind).Sum(static line => line.Ms));
                }

                foreach (var day in Enumerable.Range(0, 2).Select(static number => new DateOnly(2026, 11, 29).AddDays(number)))
                {
                    var fromMs = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
                    Assert.Equal(
                        history.Used(fromMs, fromMs + 86_400_000, stay => stay.Row.Class.IsBilled() && stay.Row.Labels.Labels.Contains(label)).Ms,
                        statement.Days.Where(one => one.Day == day).Sum(static one => one.Ms));
                }

                Assert.Equal(statement.BilledMs, statement.Days.Sum(static day => day.Ms));
            },
            iter: 40,
            threads: 1);

    private async Task<long> SumOfSessionsAsync(TenantId tenant, UsagePeriod period, BillingMeter meter, DateTimeOffset now)
    {
        var sum = 0L;
        BilledPlace? after = null;
        do
        {
            var page = await _store.ReadLineAsync(new InvoiceLineQuery(tenant, period, meter, now, after, 3), CancellationToken.None);
            Assert.Empty(page.Adjustments);
            Assert.All(page.Sessions, static session => Assert.True(session.BilledMs > 0));
            sum += page.Sessions.Sum(static session => session.BilledMs);
            after = page.Next;
        }
        while (after is not null);
        return sum;
    }
}
