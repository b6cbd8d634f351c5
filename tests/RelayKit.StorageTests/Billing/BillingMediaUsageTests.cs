using CsCheck;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Recordings;
using RelayKit.Storage.Billing;
using RelayKit.Storage.Recordings;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>What billing reads of recordings and streams, against each of them by itself: around a month's end, with some that go on across it.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BillingMediaUsageTests(PostgresFixture postgres)
{
    private const int RowsPerRun = 12;
    private const long HourMs = 3_600_000;

    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero));
    private static readonly UsagePeriod December = PeriodText.After(November);
    private static readonly long NowMs = November.EndMs + (5 * HourMs);

    private static readonly Gen<Media> AnyMedia =
        from purpose in Gen.Enum<RecordingPurpose>()
        from status in Gen.Enum<RecordingStatus>()
        from mode in Gen.Frequency((4, Gen.Const(Mode.Live)), (1, Gen.Const(Mode.Test)))
        from beganMs in Gen.OneOf(Gen.Long[-5 * HourMs, -1], Gen.Const(0L), Gen.Long[0, 4 * HourMs]).Select(static ms => November.EndMs + ms)
        from lastsMs in Gen.OneOf(Gen.Const(0L), Gen.Long[0, 3 * HourMs])
        from durationMs in Gen.OneOf(Gen.Long[0, 3 * HourMs], Gen.Long[0, 1_000]).Nullable()
        from inBackup in Gen.Bool
        select new Media(purpose, status, mode, beganMs, Math.Min(NowMs, beganMs + lastsMs), durationMs, inBackup);

    private readonly PostgresRecordingStore _recordings = new(postgres.Sources, TimeProvider.System);
    private readonly PostgresBillingStore _store = new(postgres.Sources, TimeProvider.System);

    [Fact]
    public async Task Each_counts_in_the_month_in_which_it_ran_and_every_line_adds_up_from_them() => await AnyMedia.Array[0, RowsPerRun].SampleAsync(
        async all =>
        {
            var tenant = new TenantId(Guid.CreateVersion7());
            foreach (var media in all)
            {
                await AddAsync(tenant, media);
            }

            var now = DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
            foreach (var (meter, purpose) in new[] { (BillingMeter.Recordings, RecordingPurpose.Recording), (BillingMeter.Streams, RecordingPurpose.Stream) })
            {
                var ours = all.Where(media => media.Purpose == purpose && media.Mode == Mode.Live).ToList();
                foreach (var period in new[] { PeriodText.Before(November), November, December })
                {
                    var expected = ours.Sum(media => media.MsWithin(period.StartMs, Math.Min(period.EndMs, NowMs)));
                    Assert.Equal(expected, (await _store.ReadUsageAsync(tenant, period, now, CancellationToken.None)).Of(meter));
                    Assert.Equal(expected, await SumOfLineAsync(tenant, period, meter, now));
                }
            }
        },
        iter: Math.Clamp(HistoryCount.Value / RowsPerRun, 20, 400),
        threads: 1);

    private async Task AddAsync(TenantId tenant, Media media) => Assert.Null(await _recordings.AddAsync(
        new Recording
        {
            Key = new RecordingKey(tenant, media.Mode, media.Purpose, UuidVersion7.Of(media.BeganMs, Guid.NewGuid().ToByteArray())),
            Source = new RecordingSource { Kind = RecordingKind.RoomComposite, Layout = "grid" },
            Cluster = "default",
            RequestedAt = DateTimeOffset.FromUnixTimeMilliseconds(media.BeganMs),
            MaxSeconds = 36_000,
            Fact = media.Fact,
        },
        [],
        DateTimeOffset.FromUnixTimeMilliseconds(November.StartMs),
        CancellationToken.None));

    private async Task<long> SumOfLineAsync(TenantId tenant, UsagePeriod period, BillingMeter meter, DateTimeOffset now)
    {
        var sum = 0L;
        BilledPlace? after = null;
        do
        {
            var page = await _store.ReadLineAsync(new InvoiceLineQuery(tenant, period, meter, now, after, 3), CancellationToken.None);
            Assert.All(page.Sessions, static media => Assert.True(media.BilledMs > 0));
            sum += page.Sessions.Sum(static media => media.BilledMs);
            after = page.Next;
        }
        while (after is not null);

        return sum;
    }

    /// <summary>One recording or stream. That of which a file is left, and every stream that ran, counts for as long as LiveKit says that it is, up to its end.</summary>
    private sealed record Media(
        RecordingPurpose Purpose, RecordingStatus Status, Mode Mode, long BeganMs, long EndedMs, long? DurationMs, bool IsInBackup)
    {
        public EgressFact Fact => Status.IsFinal()
            ? Began with { UpdatedAtMs = EndedMs, EndedAtMs = EndedMs, DurationMs = DurationMs, SizeBytes = 1, IsInBackup = IsInBackup }
            : Began;

        private EgressFact Began => new() { EgressId = $"EG_{Guid.NewGuid():n}", Status = Status, UpdatedAtMs = BeganMs, StartedAtMs = BeganMs };

        private bool Counts => Purpose == RecordingPurpose.Stream || Status is RecordingStatus.Complete or RecordingStatus.LimitReached || IsInBackup;

        public long MsWithin(long fromMs, long toMs) => Status switch
        {
            RecordingStatus.Starting => 0,
            RecordingStatus.Active or RecordingStatus.Ending => Overlap(BeganMs, long.MaxValue, fromMs, toMs),
            _ => Counts ? Overlap(EndedMs - (DurationMs ?? 0), EndedMs, fromMs, toMs) : 0,
        };

        private static long Overlap(long aFrom, long aTo, long bFrom, long bTo) => Math.Max(0, Math.Min(aTo, bTo) - Math.Max(aFrom, bFrom));
    }
}
