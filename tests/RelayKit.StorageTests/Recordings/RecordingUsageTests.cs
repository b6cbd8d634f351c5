using System.Collections.Immutable;
using CsCheck;
using RelayKit.Identifiers;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Storage.Recordings;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;

namespace RelayKit.StorageTests.Recordings;

/// <summary>What recordings and streams come to in a billing period, and the limits that are held by it.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RecordingUsageTests(PostgresFixture postgres)
{
    private const int RowsPerRun = 20;

    private static readonly DateTimeOffset PeriodStart = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long StartMs = PeriodStart.ToUnixTimeMilliseconds();
    private static readonly long Now = StartMs + 3_600_000;

    private static readonly Gen<Life> AnyLife =
        from purpose in Gen.Enum<RecordingPurpose>()
        from status in Gen.Enum<RecordingStatus>()
        from beganMs in Gen.OneOf(Gen.Long[-7_200_000, -1], Gen.Const(0L), Gen.Long[0, 3_600_000]).Select(static ms => StartMs + ms)
        from lastsMs in Gen.Long[0, 3_600_000]
        from durationMs in Gen.Long[0, 3_600_000].Nullable()
        from bytes in Gen.Long[0, 1L << 40].Nullable()
        from inBackup in Gen.Bool
        select new Life(purpose, status, beganMs, lastsMs, durationMs, bytes, inBackup);

    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private readonly PostgresRecordingStore _store = new(postgres.Sources, TimeProvider.System);

    [Fact]
    public async Task One_that_goes_on_counts_up_to_any_instant_and_in_the_end_what_LiveKit_says()
    {
        var recording = Row() with { Fact = Going(RecordingStatus.Active, Now - 90_000) };
        await AddAsync(recording);

        var going = await UsageAsync();
        Assert.Equal((1, 90_000, 95_000, 0), (going.Recordings.GoingOn, going.Recordings.MsAt(Now), going.Recordings.MsAt(Now + 5_000), going.Recordings.Bytes));
        Assert.Equal(default, going.Streams);

        Assert.True(await _store.SaveAsync(
            recording with { Fact = Ended(RecordingStatus.Complete, Now - 90_000, Now + 2_000, 91_234, 5_000) }, [], CancellationToken.None));

        var ended = await UsageAsync();
        Assert.Equal((0, 91_234, 91_234, 5_000), (ended.Recordings.GoingOn, ended.Recordings.MsAt(Now), ended.Recordings.MsAt(Now + 60_000), ended.Recordings.Bytes));
    }

    [Fact]
    public async Task One_that_crosses_the_begin_of_the_period_counts_from_there_on_and_its_file_whole()
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Complete, StartMs - 60_000, StartMs + 7_000, 67_000, 900) });
        await AddAsync(Row() with { Fact = Going(RecordingStatus.Active, StartMs - 3_600_000) });
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Complete, StartMs - 60_000, StartMs - 1, 59_999, 1) });
        // It is being written for much longer than it plays.
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.LimitReached, StartMs - 5_000, StartMs + 100_000, 3_000, 30) });

        var usage = await UsageAsync();

        Assert.Equal(7_000 + 3_000 + (Now - StartMs), usage.Recordings.MsAt(Now));
        Assert.Equal((1, 930), (usage.Recordings.GoingOn, usage.Recordings.Bytes));
        // In the period before nothing of them is cut.
        Assert.Equal(67_000 + 59_999 + 3_000 + 3_600_000, (await UsageAsync(PeriodStart.AddMonths(-1))).Recordings.MsAt(StartMs));
    }

    [Fact]
    public async Task Streams_test_mode_and_other_tenants_are_counted_apart()
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Complete, Now - 1_000, Now, 1_000, 10) });
        await AddAsync(Row(RecordingPurpose.Stream) with { Fact = Ended(RecordingStatus.Complete, Now - 20_000, Now, 20_000, null) });
        await AddAsync(Row(RecordingPurpose.Stream) with { Fact = Going(RecordingStatus.Active, Now - 300) });
        await AddAsync(Row(mode: Mode.Test) with { Fact = Ended(RecordingStatus.Complete, Now - 4_000, Now, 4_000, 40) });
        await AddAsync(Row(tenant: new TenantId(Guid.CreateVersion7())) with { Fact = Ended(RecordingStatus.Complete, Now - 9_000, Now, 9_000, 90) });

        var (live, test) = (await UsageAsync(), await UsageAsync(mode: Mode.Test));

        Assert.Equal((1_000, 10, 20_300, 1), (live.Recordings.MsAt(Now), live.Recordings.Bytes, live.Streams.MsAt(Now), live.Streams.GoingOn));
        Assert.Equal((4_000, 40, 0), (test.Recordings.MsAt(Now), test.Recordings.Bytes, test.Streams.MsAt(Now)));
    }

    [Fact]
    public async Task What_failed_or_was_aborted_counts_nothing_unless_a_file_is_left_and_a_stream_counts_in_any_case()
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Failed, Now - 5_000, Now, 5_000, 50) });
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Aborted, Now - 5_000, Now, null, null) });
        await AddAsync(Row() with { Fact = EgressFact.Presumed("", RecordingStatus.Failed, Now, "Its worker has died.") });
        Assert.Equal(RecordingUsage.None.Recordings, (await UsageAsync()).Recordings);

        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Failed, Now - 6_000, Now, 6_000, 60) with { IsInBackup = true } });
        await AddAsync(Row(RecordingPurpose.Stream) with { Fact = Ended(RecordingStatus.Failed, Now - 7_000, Now, 7_000, null) });

        var usage = await UsageAsync();
        Assert.Equal((6_000, 60, 7_000), (usage.Recordings.MsAt(Now), usage.Recordings.Bytes, usage.Streams.MsAt(Now)));
    }

    [Fact]
    public Task Whatever_there_is_it_adds_up() => AnyLife.Array[0, RowsPerRun].SampleAsync(
        async lives =>
        {
            var tenant = new TenantId(Guid.CreateVersion7());
            foreach (var life in lives)
            {
                await AddAsync(Row(life.Purpose, tenant: tenant) with { Fact = life.Fact });
            }

            var usage = await _store.ReadUsageAsync(tenant, Mode.Live, PeriodStart, CancellationToken.None);

            foreach (var (purpose, media) in new[] { (RecordingPurpose.Recording, usage.Recordings), (RecordingPurpose.Stream, usage.Streams) })
            {
                var ours = lives.Where(life => life.Purpose == purpose).ToList();
                Assert.Equal(ours.Count(static life => !life.Status.IsFinal()), media.GoingOn);
                Assert.Equal(ours.Sum(static life => life.MsAt(Now + 4_000_000)), media.Time.UsedAt(Now + 4_000_000));
                Assert.Equal(ours.Sum(static life => life.BytesInPeriod), media.Bytes);
            }
        },
        iter: Math.Max(1, HistoryCount.Value / RowsPerRun),
        threads: 1);

    [Theory]
    [InlineData(LimitNames.Recordings, 1)]
    [InlineData(LimitNames.RecordingMinutes, 2)]
    [InlineData(LimitNames.RecordingBytes, 1_000)]
    public async Task A_limit_of_recordings_that_is_reached_is_named_with_what_is_used_and_holds_for_its_mode_alone(string name, long value)
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Complete, Now - 90_000, Now - 10_000, 80_000, 1_000) });
        await AddAsync(Row() with { Fact = Going(RecordingStatus.Active, Now - 45_000) });
        ImmutableArray<ReachedLimit> limits = [Limit(name, value)];

        var refused = await _store.AddAsync(Row(), limits, PeriodStart, CancellationToken.None);

        Assert.Equal(limits[0] with { Used = value }, refused);
        Assert.Null(await _store.AddAsync(Row(mode: Mode.Test), limits, PeriodStart, CancellationToken.None));
        Assert.Null(await _store.AddAsync(Row(), [Limit(name, value + 1)], PeriodStart, CancellationToken.None));
    }

    [Theory]
    [InlineData(RecordingStatus.Complete)]
    [InlineData(RecordingStatus.Failed)]
    [InlineData(RecordingStatus.Aborted)]
    [InlineData(RecordingStatus.LimitReached)]
    public async Task Whatever_the_end_of_one_the_next_may_start(RecordingStatus end)
    {
        foreach (var (purpose, name) in new[] { (RecordingPurpose.Recording, LimitNames.Recordings), (RecordingPurpose.Stream, LimitNames.Streams) })
        {
            ImmutableArray<ReachedLimit> limits = [Limit(name, 1)];
            var first = Row(purpose);
            Assert.Null(await _store.AddAsync(first, limits, PeriodStart, CancellationToken.None));
            Assert.Equal(limits[0] with { Used = 1 }, await _store.AddAsync(Row(purpose), limits, PeriodStart, CancellationToken.None));
            Assert.Null(await _store.AddAsync(first, limits, PeriodStart, CancellationToken.None));

            await _store.SaveAsync(first with { Fact = Ended(end, Now, Now + 1, 1, 1) }, [], CancellationToken.None);

            Assert.Null(await _store.AddAsync(Row(purpose), limits, PeriodStart, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Failures_use_up_no_minutes_and_no_bytes()
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Failed, Now - 600_000, Now, 600_000, 1L << 40) });
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Aborted, Now - 600_000, Now, null, null) });

        Assert.Null(await _store.AddAsync(
            Row(), [Limit(LimitNames.Recordings, 1), Limit(LimitNames.RecordingMinutes, 1), Limit(LimitNames.RecordingBytes, 1)], PeriodStart, CancellationToken.None));
    }

    [Fact]
    public async Task One_goes_on_for_no_longer_than_the_minutes_that_are_left()
    {
        await AddAsync(Row() with { Fact = Ended(RecordingStatus.Complete, Now - 90_000, Now, 90_000, 1) });
        var (last, other) = (Row(), Row(mode: Mode.Test));

        await _store.AddAsync(last, [Limit(LimitNames.RecordingMinutes, 2)], PeriodStart, CancellationToken.None);
        await _store.AddAsync(other, [Limit(LimitNames.RecordingMinutes, 1_000)], PeriodStart, CancellationToken.None);

        Assert.Equal(30, (await _store.FindAsync(last.Key, CancellationToken.None))!.MaxSeconds);
        Assert.Equal(other.MaxSeconds, (await _store.FindAsync(other.Key, CancellationToken.None))!.MaxSeconds);
    }

    [Fact]
    public async Task Of_many_that_start_at_once_no_more_are_kept_than_may_be()
    {
        var refused = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => _store.AddAsync(Row(), [Limit(LimitNames.Recordings, 5)], PeriodStart, CancellationToken.None)));

        Assert.Equal(5, refused.Count(static limit => limit is null));
        Assert.Equal(5, (await UsageAsync()).Recordings.GoingOn);
    }

    private async Task AddAsync(Recording recording) => Assert.Null(await _store.AddAsync(recording, [], PeriodStart, CancellationToken.None));

    private Task<RecordingUsage> UsageAsync(DateTimeOffset? periodStart = null, Mode mode = Mode.Live) =>
        _store.ReadUsageAsync(_tenant, mode, periodStart ?? PeriodStart, CancellationToken.None);

    private Recording Row(RecordingPurpose purpose = RecordingPurpose.Recording, Mode mode = Mode.Live, TenantId? tenant = null) => new()
    {
        Key = new RecordingKey(tenant ?? _tenant, mode, purpose, UuidVersion7.Of(Now, Guid.NewGuid().ToByteArray())),
        Source = new RecordingSource { Kind = RecordingKind.RoomComposite, Layout = "grid" },
        Cluster = "default",
        RequestedAt = DateTimeOffset.FromUnixTimeMilliseconds(Now),
        MaxSeconds = 3_600,
    };

    private static ReachedLimit Limit(string name, long value) => new(name, LimitScope.Tenant, null, value, null, LimitOwner.Tenant);

    private static EgressFact Going(RecordingStatus status, long startedAtMs) => new()
    {
        EgressId = $"EG_{Guid.NewGuid():n}",
        Status = status,
        UpdatedAtMs = startedAtMs,
        StartedAtMs = startedAtMs,
    };

    private static EgressFact Ended(RecordingStatus status, long startedAtMs, long endedAtMs, long? durationMs, long? bytes) =>
        Going(status, startedAtMs) with { UpdatedAtMs = endedAtMs, EndedAtMs = endedAtMs, DurationMs = durationMs, SizeBytes = bytes };

    /// <summary>One recording or stream, and by itself what it counts.</summary>
    private sealed record Life(
        RecordingPurpose Purpose, RecordingStatus Status, long BeganMs, long LastsMs, long? DurationMs, long? Bytes, bool InBackup)
    {
        public EgressFact Fact => Status.IsFinal()
            ? Ended(Status, BeganMs, EndedMs, DurationMs, Bytes) with { IsInBackup = InBackup }
            : Going(Status, BeganMs);

        public long BytesInPeriod => IsInPeriod && LeavesFile ? Bytes ?? 0 : 0;

        private long EndedMs => BeganMs + LastsMs;

        private bool IsInPeriod => Status.IsFinal() && EndedMs >= StartMs;

        private bool LeavesFile => Status is RecordingStatus.Complete or RecordingStatus.LimitReached || InBackup;

        public long MsAt(long atMs) => Status switch
        {
            RecordingStatus.Starting => 0,
            RecordingStatus.Active or RecordingStatus.Ending => atMs - Math.Max(BeganMs, StartMs),
            _ => IsInPeriod && (LeavesFile || Purpose == RecordingPurpose.Stream) ? Math.Min(DurationMs ?? 0, EndedMs - StartMs) : 0,
        };
    }
}
