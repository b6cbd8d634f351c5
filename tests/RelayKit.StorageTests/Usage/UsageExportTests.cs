using CsCheck;
using RelayKit.Storage.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;
using RelayKit.Usage.Export;
using RelayKit.Usage.Series;

namespace RelayKit.StorageTests.Usage;

/// <summary>
/// What an export has, on a real PostgreSQL: everybody who was connected within the range, once, whenever their session began; and what it counts adds up
/// to what the intervals do, what the series says and what the meter says.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class UsageExportTests(PostgresFixture postgres)
{
    private const int HistoriesPerRun = 40;

    private PostgresUsageExportStore Store => new(postgres.Sources);

    [Fact]
    public Task Everybody_within_the_range_comes_once_and_counts_what_lies_in_it() =>
        Gen.Select(UsageHistory.Gen, Gen.Long[UsageHistory.StartMs - 1, UsageHistory.EndMs], Gen.Long[1, 72 * UsageHistory.HourMs]).SampleAsync(
            async (history, from, length) =>
            {
                var tenant = new TenantId(Guid.CreateVersion7());
                await history.WriteAsync(postgres.Sources, tenant);
                var query = new UsageExportQuery(new MeterKey(tenant, Mode.Live), from, Math.Min(from + length, history.NowMs));

                var rows = await ReadAllAsync(query);

                Assert.Equal(
                    history.Stays.Where(stay => Touches(stay, query)).Select(stay => (stay.Row.LiveKitSid, stay.Room)).Order(),
                    rows.Select(row => (row.Row.LiveKitSid, row.Room)).Order());
                Assert.Equal(rows.Select(row => (row.Row.SessionId, row.Row.LiveKitSid)).Order(), rows.Select(row => (row.Row.SessionId, row.Row.LiveKitSid)));
                Assert.All(rows, row => Assert.StartsWith($"RM_{row.Room}_", row.RoomSid, StringComparison.Ordinal));
                Assert.Equal(
                    history.Used(query.FromMs, query.ToMs, stay => stay.Row.Class.IsBilled()).Ms,
                    rows.Where(row => row.Row.Class.IsBilled()).Sum(row => query.Counted(row.Row.Connected)));
            },
            iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
            threads: 1);

    [Fact]
    public Task Billed_rows_add_up_to_the_series_and_to_the_meter() => UsageHistory.Gen.SampleAsync(
        async history =>
        {
            var key = new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Test);
            await history.WriteAsync(postgres.Sources, key.Tenant, key.Mode);
            var period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(history.NowMs));
            var snapshot = await new PostgresUsageStore(postgres.Sources).ReadMeterAsync(key, period, [], TimeSpan.FromMinutes(10), CancellationToken.None);
            var query = new UsageExportQuery(key, period.StartMs, history.NowMs);

            var counted = (await ReadAllAsync(query)).Where(row => row.Row.Class.IsBilled()).Sum(row => query.Counted(row.Row.Connected));

            var series = await new PostgresUsageSeriesStore(postgres.Sources).ReadSeriesAsync(
                new UsageSeriesQuery(key, new UsageBuckets(period.StartMs, period.EndMs, UsageGranularity.Day), UsageGrouping.None, history.NowMs, 100, null),
                CancellationToken.None);
            Assert.Equal(series.Points.Sum(point => point.Ms), counted);
            Assert.Equal(new MeterState(period, snapshot).ReadAt(history.NowMs).UsedMs[..3].Sum(), counted);
        },
        iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun / 2),
        threads: 1);

    [Fact]
    public async Task Sessions_of_more_than_a_page_are_read_to_the_end()
    {
        var tenant = new TenantId(Guid.CreateVersion7());
        await WriteCrowdAsync(tenant, sessions: 3, participants: 1_500);
        var key = new MeterKey(tenant, Mode.Live);

        // Once as sessions that began within the range, and once as sessions that reach into it.
        foreach (var from in new[] { UsageHistory.StartMs, UsageHistory.StartMs + 10_000 })
        {
            var pages = await Store.ReadAsync(new UsageExportQuery(key, from, UsageHistory.EndMs), CancellationToken.None).ToListAsync();

            Assert.Equal(4_500, pages.SelectMany(page => page).Select(row => (row.Row.SessionId, row.Row.LiveKitSid)).Distinct().Count());
            Assert.All(pages, page => Assert.InRange(page.Count, 1, 1_000));
        }
    }

    [Fact]
    public async Task A_tenant_reads_its_own_only_and_of_one_mode()
    {
        var (ann, bob) = (new TenantId(Guid.CreateVersion7()), new TenantId(Guid.CreateVersion7()));
        await UsageHistory.OneSecondIn("lobby").WriteAsync(postgres.Sources, ann);

        Assert.Single(await ReadAllAsync(Whole(ann, Mode.Live)));
        Assert.Empty(await ReadAllAsync(Whole(ann, Mode.Test)));
        Assert.Empty(await ReadAllAsync(Whole(bob, Mode.Live)));
    }

    [Fact]
    public async Task A_reader_who_gives_up_gets_no_further_page()
    {
        var tenant = new TenantId(Guid.CreateVersion7());
        await WriteCrowdAsync(tenant, sessions: 1, participants: 2_500);
        using var gone = new CancellationTokenSource();
        await using var pages = Store.ReadAsync(Whole(tenant, Mode.Live), gone.Token).GetAsyncEnumerator(gone.Token);
        Assert.True(await pages.MoveNextAsync());

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pages.MoveNextAsync());
    }

    private static UsageExportQuery Whole(TenantId tenant, Mode mode) =>
        new(new MeterKey(tenant, mode), UsageHistory.StartMs - 1, UsageHistory.EndMs);

    /// <summary>Whether somebody was connected within the range, for no time at all included.</summary>
    private static bool Touches(UsageStay stay, UsageExportQuery query)
    {
        var (joined, end) = (stay.Row.Connected.JoinedAtMs, stay.Row.Connected.EndMs ?? long.MaxValue);
        return query.FromMs < query.ToMs && joined < query.ToMs && (end > query.FromMs || joined >= query.FromMs);
    }

    private async Task<List<ExportedParticipant>> ReadAllAsync(UsageExportQuery query) =>
        [.. (await Store.ReadAsync(query, CancellationToken.None).ToListAsync()).SelectMany(page => page)];

    private async Task WriteCrowdAsync(TenantId tenant, int sessions, int participants)
    {
        await using var insert = postgres.Sources.Jobs.CreateCommand(
            """
            with opened as (
                insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms)
                select $1, (lpad(to_hex($2 + n), 12, '0') || '70008000000000000000')::uuid, 'l', 'room-' || n, 'RM_' || n, 1, $2 + n
                from generate_series(0, $3 - 1) n
                returning session_id, room, started_at_ms
            )
            insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms)
            select $1, session_id, 'PA_' || p, gen_random_uuid(), 'l', room, 'who', '', 0, started_at_ms from opened, generate_series(1, $4) p
            """);
        insert.Parameters.AddWithValue(tenant.Value);
        insert.Parameters.AddWithValue(UsageHistory.StartMs);
        insert.Parameters.AddWithValue(sessions);
        insert.Parameters.AddWithValue(participants);
        await insert.ExecuteNonQueryAsync();
    }
}
