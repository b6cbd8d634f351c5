using System.Collections.Frozen;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Rooms;
using RelayKit.Storage.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Ledger;

/// <summary>
/// Law 1, conservation, on a real PostgreSQL: for each tenant, hour and class the roll-ups equal the participant sessions clipped
/// to that hour, to the millisecond. Each history is a tenant of its own, so that many share a run.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class ConservationTests(PostgresFixture postgres)
{
    private const int TenantsInARun = 100;
    private const int MaxAttempts = 10;
    private const long HourMs = 3_600_000;

    private static readonly FrozenSet<Label> Watched = History.LabelsOf.SelectMany(static labels => labels?.Labels ?? []).ToFrozenSet();

    private static readonly Gen<(History History, RoomEvent[] Arriving)[]> Run =
        (from history in History.Gen(1)
         from arriving in Delivery.Of(history.Told)
         select (history, arriving)).Array[TenantsInARun];

    [Fact]
    public Task Roll_ups_equal_the_participant_sessions_clipped_to_each_hour() =>
        Run.SampleAsync(WriteAndCompareAsync, iter: Math.Max(1, HistoryCount.Value / TenantsInARun), threads: 1);

    private async Task WriteAndCompareAsync((History History, RoomEvent[] Arriving)[] run)
    {
        var period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(History.AroundMs));
        var tenants = run.Select(_ => new TenantId(Guid.CreateVersion7())).ToList();
        await WriteAsync(run, tenants);
        for (var i = 0; i < run.Length; i++)
        {
            var truth = run[i].History.Truth;
            Assert.Equal(ByHour(truth), await ReadHoursAsync(tenants[i], "usage_hourly"));
            Assert.Equal(ByHour(truth), await ReadHoursAsync(tenants[i], "usage_hourly_by_room"));
            Assert.Equal(ByHourAndLabel(truth), await ReadLabelsAsync(tenants[i]));
            await AssertMeterAsync(tenants[i], truth, period);
            await AssertSequenceAsync(tenants[i]);
        }
    }

    /// <summary>Two ledgers write, as two silos would that both believe in the same rooms.</summary>
    private async Task WriteAsync((History History, RoomEvent[] Arriving)[] run, List<TenantId> tenants)
    {
        await using var one = new RunningLedger(postgres.ConnectionString);
        await using var other = new RunningLedger(postgres.ConnectionString);
        await Task.WhenAll(run.Zip(tenants).SelectMany(told => new[] { one, other }.Select(
            running => TellAsync(running.Ledger, new RoomKey(told.Second, Mode.Live, "standup"), told.First.History, told.First.Arriving))));
    }

    /// <summary>
    /// Tells a ledger of a room until it has taken all of it. It refuses who adds to a session that another writer has ended; then,
    /// as a room's grain does, the rows are read anew, and as LiveKit does, everything is told again.
    /// </summary>
    private async Task TellAsync(PostgresLedger ledger, RoomKey room, History history, RoomEvent[] arriving)
    {
        var store = new PostgresRoomStore(postgres.Sources, TimeProvider.System);
        for (var attempt = 1; ; attempt++)
        {
            var found = attempt == 1 ? null : await store.FindSessionAsync(room, history.RoomSid, CancellationToken.None);
            var state = found is null
                ? SessionState.Open(room, history.RoomSid, 1, history.CreatedMs, 0)
                : SessionState.Restore(room, found.Session, found.Participants, 0);
            var lane = new LedgerLane();
            try
            {
                await Task.WhenAll(arriving.Select(told => state.Apply(told)).OfType<LedgerEntry>().Select(entry =>
                {
                    Assert.True(ledger.TryReserve());
                    return ledger.CommitAsync(lane, entry);
                }));
                return;
            }
            catch (LedgerException) when (attempt < MaxAttempts)
            {
            }
        }
    }

    private static List<(long Hour, int Class, long Ms)> ByHour(IReadOnlyList<TrueStay> truth)
    {
        var hours = new List<(long, int, long)>();
        for (var hour = (History.AroundMs / HourMs) - 2; hour < (History.AroundMs / HourMs) + 24; hour++)
        {
            foreach (var @class in Enum.GetValues<ParticipantClass>())
            {
                var ms = truth.Where(stay => stay.Class == @class && stay.EndMs is not null)
                    .Sum(stay => stay.Within(hour * HourMs, (hour + 1) * HourMs));
                if (ms != 0)
                {
                    hours.Add((hour, (int)@class, ms));
                }
            }
        }

        return hours;
    }

    private static List<(string Label, long Hour, int Class, long Ms)> ByHourAndLabel(IReadOnlyList<TrueStay> truth) =>
    [
        .. truth.SelectMany(static stay => stay.Labels.Labels).Distinct()
            .SelectMany(label => ByHour([.. truth.Where(stay => stay.Labels.Labels.Contains(label))])
                .Select(hour => (label.ToString(), hour.Hour, hour.Class, hour.Ms)))
            .Order(),
    ];

    private async Task<List<(string Label, long Hour, int Class, long Ms)>> ReadLabelsAsync(TenantId tenant)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(
            """
            select label, (extract(epoch from hour) / 3600)::bigint, class::int, participant_ms
            from usage_hourly_by_label where tenant_id = $1 and participant_ms <> 0
            """);
        command.Parameters.AddWithValue(tenant.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var hours = new List<(string, long, int, long)>();
        while (await reader.ReadAsync())
        {
            hours.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt64(3)));
        }

        return [.. hours.Order()];
    }

    private async Task<List<(long Hour, int Class, long Ms)>> ReadHoursAsync(TenantId tenant, string table)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(
            $"""
             select (extract(epoch from hour) / 3600)::bigint, class::int, participant_ms
             from {table} where tenant_id = $1 and participant_ms <> 0 order by 1, 2
             """);
        command.Parameters.AddWithValue(tenant.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var hours = new List<(long, int, long)>();
        while (await reader.ReadAsync())
        {
            hours.Add((reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2)));
        }

        return hours;
    }

    private async Task AssertMeterAsync(TenantId tenant, IReadOnlyList<TrueStay> truth, UsagePeriod period)
    {
        var store = new PostgresUsageStore(postgres.Sources);
        foreach (var window in new[] { period, new UsagePeriod(period.EndMs, period.EndMs + (31 * 24 * HourMs)) })
        {
            var snapshot = await store.ReadMeterAsync(
                new MeterKey(tenant, Mode.Live), window, Watched, TimeSpan.FromMinutes(10), CancellationToken.None);
            var meter = new MeterState(window, snapshot, Watched);
            var reading = meter.ReadAt(window.EndMs + HourMs);
            foreach (var label in Watched)
            {
                var labelled = truth.Where(stay => stay.Labels.Labels.Contains(label) && stay.Class.IsBilled()).ToList();
                Assert.Equal(labelled.Sum(stay => stay.Within(window.StartMs, reading.AsOfMs)), meter.BilledOf(label).UsedAt(reading.AsOfMs));
                Assert.Equal(labelled.Count(stay => stay.EndMs is null), meter.BilledOf(label).Active);
            }

            foreach (var @class in Enum.GetValues<ParticipantClass>())
            {
                Assert.Equal(
                    truth.Where(stay => stay.Class == @class).Sum(stay => stay.Within(window.StartMs, reading.AsOfMs)),
                    reading.UsedMs[(int)@class]);
            }
        }
    }

    private async Task AssertSequenceAsync(TenantId tenant)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(
            "select count(*), coalesce(max(seq), 0), count(distinct seq), coalesce(min(seq), 1) from events where tenant_id = $1");
        command.Parameters.AddWithValue(tenant.Value);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Assert.Equal((reader.GetInt64(0), reader.GetInt64(0), 1L), (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
    }
}

/// <summary>A ledger whose writer runs for as long as a test needs it, over pools of its own, as each silo has them.</summary>
internal sealed class RunningLedger : IAsyncDisposable
{
    private readonly PostgresDataSources _sources;

    public RunningLedger(string connectionString, LedgerOptions? options = null)
    {
        _sources = new PostgresDataSources(new PostgresOptions { ConnectionString = connectionString }, NullLoggerFactory.Instance);
        Ledger = new PostgresLedger(
            _sources, Options.Create(options ?? new LedgerOptions { Capacity = 100_000 }), NullLogger<PostgresLedger>.Instance);
        _ = Ledger.StartAsync(CancellationToken.None);
    }

    public PostgresLedger Ledger { get; }

    public async ValueTask DisposeAsync()
    {
        await Ledger.StopAsync(CancellationToken.None);
        await Ledger.DisposeAsync();
        await _sources.DisposeAsync();
    }
}
