using System.Text;
using CsCheck;
using RelayKit.Labels;
using RelayKit.Storage.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.StorageTests.Usage;

/// <summary>
/// What the series say, on a real PostgreSQL: each bucket and group has what the intervals clipped to it add up to, to the millisecond,
/// however the range is split and paged, and the current period has what the meter says at the same instant.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class UsageSeriesTests(PostgresFixture postgres)
{
    private const int HistoriesPerRun = 40;

    private static readonly Label Plan = new("plan", "pro");

    private static readonly Gen<(UsageHistory History, long[] Cuts, int Limit)> Run =
        from history in UsageHistory.Gen
        from hours in Gen.Int[-2, 74].Array[2, 4]
        from limit in Gen.Int[1, 40]
        select (history, hours.Distinct().Order().Select(hour => UsageHistory.StartMs + (hour * UsageHistory.HourMs)).ToArray(), limit);

    private PostgresUsageSeriesStore Store => new(postgres.Sources);

    [Fact]
    public Task Every_split_of_a_range_adds_up_to_the_intervals_clipped_to_it() => Run.SampleAsync(
        async run =>
        {
            var tenant = new TenantId(Guid.CreateVersion7());
            await run.History.WriteAsync(postgres.Sources, tenant);
            foreach (var (from, to) in run.Cuts.Zip(run.Cuts.Skip(1)))
            {
                foreach (var granularity in Enum.GetValues<UsageGranularity>())
                {
                    var buckets = new UsageBuckets(from, to, granularity);
                    foreach (var grouping in Enum.GetValues<UsageGrouping>())
                    {
                        var query = new UsageSeriesQuery(new MeterKey(tenant, Mode.Live), buckets, grouping, run.History.NowMs, run.Limit, null);
                        Assert.Equal(Due(run.History, query), await ReadAllAsync(query));
                        if (grouping != UsageGrouping.Room)
                        {
                            query = query with { Label = Plan };
                            Assert.Equal(Due(run.History, query), await ReadAllAsync(query));
                        }
                    }
                }
            }
        },
        iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
        threads: 1);

    [Fact]
    public Task The_current_period_is_what_the_meter_says_at_the_same_instant() => UsageHistory.Gen.SampleAsync(
        async history =>
        {
            var key = new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Test);
            await history.WriteAsync(postgres.Sources, key.Tenant, key.Mode);
            var period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(history.NowMs));
            var snapshot = await new PostgresUsageStore(postgres.Sources).ReadMeterAsync(key, period, [], TimeSpan.FromMinutes(10), CancellationToken.None);
            var reading = new MeterState(period, snapshot).ReadAt(history.NowMs);
            var query = new UsageSeriesQuery(
                key, new UsageBuckets(period.StartMs, period.EndMs, UsageGranularity.Day), UsageGrouping.Kind, reading.AsOfMs, 1_000, null);

            var byKind = await ReadAllAsync(query);
            var sum = (await ReadAllAsync(query with { Grouping = UsageGrouping.None })).Aggregate((one, other) => one + other);

            Assert.Equal(reading.UsedMs, ClassSums(byKind, point => point.Ms));
            Assert.Equal(reading.ReconciledMs!.Value, ClassSums(byKind, point => point.ReconciledMs));
            Assert.Equal(reading.PresumedMs!.Value, ClassSums(byKind, point => point.PresumedMs));
            Assert.Equal(reading.UsedMs[..3].Sum(), sum.Ms);

            var ofLabel = await new PostgresUsageStore(postgres.Sources).ReadLabelAsync(key, period, Plan, history.NowMs, CancellationToken.None);
            var kinds = await ReadAllAsync(query with { Label = Plan });
            Assert.Equal(ofLabel.UsedMs, ClassSums(kinds, point => point.Ms));
            Assert.Equal(ofLabel.ReconciledMs!.Value, ClassSums(kinds, point => point.ReconciledMs));
            Assert.Equal(ofLabel.PresumedMs!.Value, ClassSums(kinds, point => point.PresumedMs));
            var open = history.Stays.Where(stay => stay.Row.Connected.LeftAtMs is null && stay.Row.Labels.Labels.Contains(Plan)).ToList();
            Assert.Equal((open.Count, open.Select(stay => stay.Session).Distinct().Count()), (ofLabel.Active.Sum(), ofLabel.ActiveSessions));
        },
        iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
        threads: 1);

    [Fact]
    public async Task A_cursor_meets_each_group_once_whatever_is_added_meanwhile()
    {
        var tenant = new TenantId(Guid.CreateVersion7());
        await UsageHistory.OneSecondIn("b").WriteAsync(postgres.Sources, tenant);
        await UsageHistory.OneSecondIn("d").WriteAsync(postgres.Sources, tenant);
        var buckets = new UsageBuckets(UsageHistory.StartMs, UsageHistory.EndMs, UsageGranularity.Day);
        var query = new UsageSeriesQuery(new MeterKey(tenant, Mode.Live), buckets, UsageGrouping.Room, UsageHistory.EndMs, 1, null);

        var first = await Store.ReadSeriesAsync(query, CancellationToken.None);
        await UsageHistory.OneSecondIn("a").WriteAsync(postgres.Sources, tenant);
        await UsageHistory.OneSecondIn("c").WriteAsync(postgres.Sources, tenant);
        var rest = await Store.ReadSeriesAsync(query with { After = first.Next, Limit = 10 }, CancellationToken.None);

        Assert.Equal(["b"], first.Points.Select(point => point.Group));
        Assert.Equal(["c", "d"], rest.Points.Select(point => point.Group));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_tenant_sees_its_own_usage_only_and_of_one_mode()
    {
        var (ann, bob) = (new TenantId(Guid.CreateVersion7()), new TenantId(Guid.CreateVersion7()));
        await UsageHistory.OneSecondIn("lobby").WriteAsync(postgres.Sources, ann);
        var buckets = new UsageBuckets(UsageHistory.StartMs, UsageHistory.EndMs, UsageGranularity.Hour);
        var query = new UsageSeriesQuery(new MeterKey(ann, Mode.Live), buckets, UsageGrouping.Room, UsageHistory.EndMs, 10, null);

        Assert.Single(await ReadAllAsync(query));
        Assert.Empty(await ReadAllAsync(query with { Key = new MeterKey(ann, Mode.Test) }));
        Assert.Empty(await ReadAllAsync(query with { Key = new MeterKey(bob, Mode.Live) }));
    }

    /// <summary>Every bucket and group by itself, from the stays.</summary>
    private static List<UsagePoint> Due(UsageHistory history, UsageSeriesQuery query)
    {
        var due = new List<UsagePoint>();
        for (var floor = query.Buckets.Floor(query.Buckets.FromMs); floor < query.Buckets.ToMs; floor += query.Buckets.LengthMs)
        {
            var (start, end) = (query.Buckets.StartOf(floor), query.Buckets.EndOf(floor));
            var groups = query.Grouping == UsageGrouping.None ? [""] : history.Stays.SelectMany(stay => GroupsOf(stay, query)).Distinct();
            due.AddRange(
                from grp in groups.OrderBy(grp => Convert.ToHexString(Encoding.UTF8.GetBytes(grp)), StringComparer.Ordinal)
                let used = history.Used(start, end, stay => GroupsOf(stay, query).Contains(grp)
                    && (query.Label is not { } only || stay.Row.Labels.Labels.Contains(only))
                    && (query.Grouping == UsageGrouping.Kind || stay.Row.Class is not (ParticipantClass.Egress or ParticipantClass.Agent)))
                where used.Ms > 0 || query.Grouping == UsageGrouping.None
                select new UsagePoint(floor, grp, used.Ms, used.ReconciledMs, used.PresumedMs));
        }

        return due;
    }

    private static IEnumerable<string> GroupsOf(UsageStay stay, UsageSeriesQuery query) => query.Grouping switch
    {
        UsageGrouping.Room => [stay.Room],
        UsageGrouping.Kind => [$"{(int)stay.Row.Class}"],
        UsageGrouping.Label => stay.Row.Labels.Labels.Where(label => query.Label is not { } only || label == only).Select(label => label.ToString()),
        _ => [""],
    };

    private static IEnumerable<long> ClassSums(IReadOnlyCollection<UsagePoint> points, Func<UsagePoint, long> figure) =>
        Enumerable.Range(0, ParticipantClasses.Count).Select(@class => points.Where(point => point.Group == $"{@class}").Sum(figure));

    private async Task<List<UsagePoint>> ReadAllAsync(UsageSeriesQuery query)
    {
        var all = new List<UsagePoint>();
        while (true)
        {
            var page = await Store.ReadSeriesAsync(query, CancellationToken.None);
            all.AddRange(page.Points);
            Assert.InRange(page.Points.Length, page.Next is null ? 0 : query.Limit, query.Limit);
            if (page.Next is null)
            {
                return all;
            }

            query = query with { After = page.Next };
        }
    }
}
