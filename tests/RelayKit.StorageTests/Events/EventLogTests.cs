using CsCheck;
using Npgsql;
using RelayKit.Events;
using RelayKit.Ledger;
using RelayKit.Storage.Events;
using RelayKit.StorageTests.Ledger;
using RelayKit.Testing.Histories;

namespace RelayKit.StorageTests.Events;

/// <summary>What is read of event logs, on a real PostgreSQL, with events in the partitions of four months.</summary>
public sealed class EventLogTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private const int HistoriesPerRun = 40;

    private static readonly string[] Types = [TenantEventTypes.RoomStarted, TenantEventTypes.ParticipantJoined, TenantEventTypes.TenantSuspended];
    private static readonly string?[] Rooms = ["lobby", "stage", null];
    private static readonly Mode?[] Modes = [Mode.Live, Mode.Test, null];

    private static readonly Gen<LoggedEvent> OneEvent =
        from type in AnyOf(Types)
        from room in AnyOf(Rooms)
        from mode in AnyOf(Modes)
        from at in Gen.Long[EventDatabase.StartMs, EventDatabase.EndMs - 1]
        from idAt in Gen.Long[EventDatabase.StartMs, EventDatabase.EndMs + 1_000_000]
        select EventDatabase.Event(type, at, mode, room, idAt);

    private static readonly Gen<EventFilter?> Filter =
        from all in Gen.Int[0, 3]
        from mode in Gen.Bool
        from types in AnyOf(Types).Array[0, 2]
        from room in AnyOf(Rooms)
        select all == 0 ? null : new EventFilter(mode ? Mode.Live : Mode.Test) { Types = [.. types], Room = room };

    private PostgresEventLog Log => database.Log;

    private static Gen<T> AnyOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public Task A_walk_from_any_place_has_what_is_asked_for_in_order_and_nothing_else() =>
        Gen.Select(OneEvent.Array[0, 30], Filter, Gen.Int[0, 30], Gen.Int[1, 10], Gen.Long[0, EventDatabase.EndMs]).SampleAsync(
            async (events, filter, place, limit, sinceMs) =>
            {
                var tenant = EventDatabase.NewTenant();
                if (events.Length > 0)
                {
                    Assert.Equal(events.Length, await database.AppendAsync(tenant, events));
                }

                sinceMs = sinceMs < EventDatabase.StartMs ? 0 : sinceMs;
                var query = new EventLogQuery(tenant, filter, Math.Min(place, events.Length), limit) { SinceMs = sinceMs };
                var due = events.Select((one, i) => one with { Sequence = i + 1 })
                    .Where(one => one.Sequence > query.After && one.CreatedAtMs >= sinceMs && filter?.Admits(one) != false);

                Assert.Equal(due, await WalkAsync(query));
            },
            iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
            threads: 1);

    [Fact]
    public async Task A_reader_misses_nothing_of_what_several_ledgers_write_meanwhile()
    {
        const int writers = 3;
        const int each = 300;
        var tenant = EventDatabase.NewTenant();
        var ledgers = Enumerable.Range(0, writers).Select(_ => new RunningLedger(database.ConnectionString)).ToList();
        var written = Task.WhenAll(ledgers.Select((running, writer) => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                Assert.True(running.Ledger.TryReserve());
                var row = new EventRow(EventDatabase.IdAt(EventDatabase.StartMs), TenantEventTypes.RoomStarted, EventDatabase.StartMs, $$"""{"room":"{{writer}}"}""");
                await running.Ledger.CommitAsync(new LedgerLane(), LedgerEntry.OfTenant(tenant, Mode.Live, [row]));
            }
        })));

        var seen = new List<LoggedEvent>();
        var query = new EventLogQuery(tenant, null, 0, 50);
        while (seen.Count < writers * each)
        {
            Assert.False(written.IsFaulted, $"{written.Exception}");
            var page = await Log.ReadAsync(query, CancellationToken.None);
            seen.AddRange(page.Events);
            query = query with { After = page.Place };
        }

        await written;
        ledgers.ForEach(running => _ = running.DisposeAsync().AsTask());
        Assert.Equal(Enumerable.Range(1, writers * each).Select(number => (long)number), seen.Select(one => one.Sequence));
        Assert.Equal(seen.Count, seen.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_read_looks_at_so_many_events_and_goes_on_from_there()
    {
        const int most = PostgresEventLog.Stretch * PostgresEventLog.Stretches;
        var tenant = EventDatabase.NewTenant();
        await database.AppendManyAsync(tenant, most, TenantEventTypes.RoomStarted);
        await database.AppendManyAsync(tenant, 1, TenantEventTypes.RoomFinished);
        var rare = new EventLogQuery(tenant, new EventFilter(Mode.Live) { Types = [TenantEventTypes.RoomFinished] }, 0, 10);

        var first = await Log.ReadAsync(rare, CancellationToken.None);
        var second = await Log.ReadAsync(rare with { After = first.Place }, CancellationToken.None);

        Assert.Empty(first.Events);
        Assert.Equal((most, most + 1), (first.Place, first.End));
        Assert.Equal(most + 1, Assert.Single(second.Events).Sequence);
        Assert.Equal(second.End, second.Place);
    }

    [Fact]
    public async Task A_read_by_number_merges_the_indexes_and_sorts_nothing()
    {
        var tenant = EventDatabase.NewTenant();
        await database.AppendManyAsync(tenant, 500, TenantEventTypes.RoomStarted);
        await Sql.ExecuteAsync(database.ConnectionString, "analyze relaykit.events");
        var query = new EventLogQuery(tenant, new EventFilter(Mode.Live) { Room = "lobby" }, 100, 50) { SinceMs = 1 };
        await using var batch = new NpgsqlBatch(await database.Sources.App.OpenConnectionAsync());
        batch.BatchCommands.Add(Storage.TenantScope.Enter(tenant.Value));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EventLogSql.MergeIndexes));
        var explain = EventLogSql.SelectRange(query, 100, 20_100, 50);
        explain.CommandText = $"explain (costs off) {explain.CommandText}";
        batch.BatchCommands.Add(explain);

        var plan = new List<string>();
        await using (batch.Connection)
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(0).TrimStart(' ', '-', '>'));
            }
        }

        Assert.Contains(plan, line => line.StartsWith("Merge Append", StringComparison.Ordinal));
        Assert.True(plan.Count(line => line.StartsWith("Index Scan", StringComparison.Ordinal)) >= 5, string.Join('\n', plan));
        Assert.DoesNotContain(plan, line => line is "Sort" || line.StartsWith("Seq Scan", StringComparison.Ordinal) || line.StartsWith("Bitmap", StringComparison.Ordinal));
    }

    [Fact]
    public Task The_place_of_an_instant_lies_before_all_that_happened_since() =>
        Gen.Select(Gen.Long[0, 3_500_000].Array[1, 60], Gen.Long[0, 60]).SampleAsync(
            async (late, hour) =>
            {
                const long hourMs = 3_600_000;
                var tenant = EventDatabase.NewTenant();
                var events = late.Select((ms, i) => EventDatabase.Event(
                    TenantEventTypes.RoomStarted, EventDatabase.StartMs + (i * 24 * hourMs) - ms, Mode.Live, null)).ToList();
                await database.AppendAsync(tenant, events);
                var since = EventDatabase.StartMs + (hour * 24 * hourMs);

                var place = await Log.FindPlaceAsync(tenant, since, CancellationToken.None);

                Assert.DoesNotContain(events.Take((int)place), one => one.CreatedAtMs >= since);
                Assert.DoesNotContain(events.Skip((int)place), one => one.CreatedAtMs < since - hourMs);
            },
            iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
            threads: 1);

    [Fact]
    public async Task The_place_is_found_where_the_oldest_months_are_gone()
    {
        var tenant = EventDatabase.NewTenant();
        await database.AppendManyAsync(tenant, 1_000, TenantEventTypes.RoomStarted);
        await database.AppendAsync(tenant, EventDatabase.Event(TenantEventTypes.RoomFinished, EventDatabase.EndMs, Mode.Live, null));
        await Sql.ExecuteAsync(database.ConnectionString, $"delete from relaykit.events where tenant_id = '{tenant.Value}' and seq <= 990");

        Assert.Equal(1_000, await Log.FindPlaceAsync(tenant, EventDatabase.EndMs, CancellationToken.None));
        Assert.InRange(await Log.FindPlaceAsync(tenant, 0, CancellationToken.None), 0, 990);
        Assert.Equal(991, (await Log.ReadAsync(new EventLogQuery(tenant, null, 0, 1), CancellationToken.None)).Events.Single().Sequence);
    }

    [Fact]
    public async Task A_look_says_where_the_log_ends_and_when_what_comes_next_happened()
    {
        var tenant = EventDatabase.NewTenant();
        Assert.Equal(new EventLogView(0, null), await Log.LookAsync(tenant, 0, CancellationToken.None));
        await database.AppendAsync(
            tenant,
            EventDatabase.Event(TenantEventTypes.RoomStarted, EventDatabase.StartMs, Mode.Live, "lobby"),
            EventDatabase.Event(TenantEventTypes.RoomFinished, EventDatabase.EndMs, Mode.Live, "lobby", EventDatabase.StartMs));

        Assert.Equal(new EventLogView(2, EventDatabase.StartMs), await Log.LookAsync(tenant, 0, CancellationToken.None));
        Assert.Equal(new EventLogView(2, EventDatabase.EndMs), await Log.LookAsync(tenant, 1, CancellationToken.None));
        Assert.Equal(new EventLogView(2, null), await Log.LookAsync(tenant, 2, CancellationToken.None));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_log_only()
    {
        var (ann, bob) = (EventDatabase.NewTenant(), EventDatabase.NewTenant());
        var told = EventDatabase.Event(TenantEventTypes.RoomStarted, EventDatabase.StartMs, Mode.Live, "lobby");
        await database.AppendAsync(ann, told);

        Assert.Equal(told with { Sequence = 1 }, await Log.FindAsync(ann, told.Id, CancellationToken.None));
        Assert.Null(await Log.FindAsync(bob, told.Id, CancellationToken.None));
        Assert.Equal(new EventLogView(0, null), await Log.LookAsync(bob, 0, CancellationToken.None));
        Assert.Equal(0, await Log.FindPlaceAsync(bob, EventDatabase.EndMs, CancellationToken.None));
        var page = await Log.ReadAsync(new EventLogQuery(bob, null, 0, 10), CancellationToken.None);
        Assert.Empty(page.Events);
        Assert.Equal((0, 0), (page.Place, page.End));
    }

    [Fact]
    public async Task The_ends_of_those_logs_are_read_that_are_asked_for()
    {
        var (ann, bob, empty) = (EventDatabase.NewTenant(), EventDatabase.NewTenant(), EventDatabase.NewTenant());
        await database.AppendManyAsync(ann, 3, TenantEventTypes.RoomStarted);
        await database.AppendManyAsync(bob, 5, TenantEventTypes.RoomStarted);

        var ends = await new PostgresEventLogEnds(database.Sources).ReadAsync([ann, empty], CancellationToken.None);

        Assert.Equal([KeyValuePair.Create(ann, 3L)], ends);
    }

    private async Task<List<LoggedEvent>> WalkAsync(EventLogQuery query)
    {
        var all = new List<LoggedEvent>();
        while (true)
        {
            var page = await Log.ReadAsync(query, CancellationToken.None);
            all.AddRange(page.Events);
            Assert.InRange(page.Events.Length, 0, query.Limit);
            if (page.Place == page.End)
            {
                return all;
            }

            Assert.True(page.Place > query.After, "a read gets on");
            query = query with { After = page.Place };
        }
    }
}
