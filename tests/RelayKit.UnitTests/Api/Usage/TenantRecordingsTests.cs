using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Usage;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Usage;

public sealed class TenantRecordingsTests
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero));
    private static readonly long Now = November.StartMs + 1_000_000;
    private static readonly MeterKey Key = new(new TenantId(Guid.CreateVersion7()), Mode.Live);

    private static readonly RecordingUsage Known = new(
        new MediaUsage(1, new UsageLine(1_000, 1, Now - 500), 42), new MediaUsage(0, new UsageLine(7, 0, 0), 0));

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly PlayedStore _store = new();

    [Fact]
    public async Task The_store_is_read_once_in_five_seconds_for_each_tenant_mode_and_period()
    {
        var recordings = Recordings();
        foreach (var key in new[] { Key, Key with { Mode = Mode.Test }, Key })
        {
            Assert.Equal(Known, await recordings.GetAsync(key, November));
        }

        Assert.Equal([(Key.Tenant, Mode.Live, November.StartMs), (Key.Tenant, Mode.Test, November.StartMs)], _store.Asked);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await recordings.GetAsync(Key, November);
        Assert.Equal(2, _store.Asked.Count);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await recordings.GetAsync(Key, November);
        Assert.Equal(3, _store.Asked.Count);
        await recordings.GetAsync(Key, UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(November.EndMs)));
        Assert.Equal(November.EndMs, _store.Asked[^1].PeriodStartMs);
    }

    [Fact]
    public async Task A_store_that_fails_or_does_not_answer_leaves_it_unknown()
    {
        var recordings = Recordings();
        _store.Answer = Task.FromException<RecordingUsage>(new TimeoutException());
        Assert.Null(await recordings.GetAsync(Key, November));

        _store.Answer = new TaskCompletionSource<RecordingUsage>().Task;
        var waiting = recordings.GetAsync(Key with { Mode = Mode.Test }, November).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null(await waiting);
    }

    [Fact]
    public void The_meter_shows_what_goes_on_up_to_its_own_instant_and_nothing_where_it_is_unknown()
    {
        var reading = new UsageReading { AsOfMs = Now, Period = November, UsedMs = [0, 0, 0, 0, 0], Active = [0, 0, 0, 0, 0], ActiveSessions = 0 };

        var known = UsageResponse.Of(reading, Mode.Live, recorded: Known);
        var later = UsageResponse.Of(reading with { AsOfMs = Now + 250 }, Mode.Live, recorded: Known);
        var unknown = UsageResponse.Of(reading, Mode.Live);

        Assert.Equal((1_500L, 42L, 7L), (known.RecordingMs, known.RecordingBytes, known.StreamMs));
        Assert.Equal((1_750L, 42L, 7L), (later.RecordingMs, later.RecordingBytes, later.StreamMs));
        Assert.Equal((null, null, null), (unknown.RecordingMs, unknown.RecordingBytes, unknown.StreamMs));
    }

    private TenantRecordings Recordings() => new(_store, _time, NullLogger<TenantRecordings>.Instance);

    /// <summary>Answers what it is told to, and nothing but usage.</summary>
    private sealed class PlayedStore : IRecordingStore
    {
        public List<(TenantId Tenant, Mode Mode, long PeriodStartMs)> Asked { get; } = [];

        public Task<RecordingUsage> Answer { get; set; } = Task.FromResult(Known);

        public Task<RecordingUsage> ReadUsageAsync(TenantId tenant, Mode mode, DateTimeOffset periodStart, CancellationToken cancellation)
        {
            Asked.Add((tenant, mode, periodStart.ToUnixTimeMilliseconds()));
            return Answer;
        }

        public Task<ReachedLimit?> AddAsync(
            Recording recording, ImmutableArray<ReachedLimit> limits, DateTimeOffset periodStart, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> SaveAsync(Recording recording, ImmutableArray<EventRow> events, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAsync(RecordingKey key, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Recording?> FindAsync(RecordingKey key, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ImmutableArray<Recording>> ListAsync(RecordingListQuery query, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<RecordingKey?> FindByEgressAsync(string egressId, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<RecordingKey?> FindOwnerAsync(Guid recording, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ImmutableArray<OpenRecording>> ListOpenAsync(string cluster, DateTimeOffset goneBefore, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<ImmutableArray<UnrecordedSession>> ListUnrecordedAsync(string cluster, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
