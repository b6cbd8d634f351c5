using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Storage;
using RelayKit.Storage.Recordings;
using RelayKit.Storage.Rooms;
using RelayKit.StorageTests.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Recordings;

/// <summary>Which sessions are to be recorded, and are not.</summary>
[Collection(PostgresGroup.Name)]
public sealed class UnrecordedSessionsTests(PostgresFixture postgres)
{
    private static readonly RoomRecording Rule = new() { Layout = "speaker", Format = RecordingFormat.Ogg, AudioOnly = true, ConsentConfirmed = true };
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(UsageHistory.EndMs);

    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private readonly string _cluster = $"cluster-{Guid.NewGuid():n}";
    private readonly PostgresRecordingStore _store = new(postgres.Sources, new FakeTimeProvider(Now));

    [Fact]
    public async Task A_session_that_goes_on_is_found_with_how_its_room_says_that_it_is_recorded()
    {
        var session = await OpenAsync("standup", Rule);
        await OpenAsync("silent", null);
        await OpenAsync("declining", Rule with { IsOff = true });
        await OpenAsync("closed", Rule, deletedAt: Now);
        await OpenAsync("over", Rule, ended: true);

        var found = Assert.Single(await ListAsync());

        Assert.Equal(session, found.Session);
        Assert.Equal((0, null), (found.Failures, found.LastFailureAt));
        Assert.Empty(await _store.ListUnrecordedAsync("another", CancellationToken.None));
    }

    [Theory]
    [InlineData(RecordingStatus.Starting)]
    [InlineData(RecordingStatus.Active)]
    [InlineData(RecordingStatus.Ending)]
    [InlineData(RecordingStatus.Complete)]
    [InlineData(RecordingStatus.LimitReached)]
    public async Task One_that_is_recorded_or_was_is_not_found(RecordingStatus status)
    {
        await RecordAsync(await OpenAsync("standup", Rule), 1, status);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Failures_are_counted_with_when_the_last_was_and_what_somebody_asked_for_does_not_count()
    {
        var session = await OpenAsync("standup", Rule);
        await RecordAsync(session, 1, RecordingStatus.Failed, Now.AddMinutes(-5));
        await RecordAsync(session, 2, RecordingStatus.Aborted, Now.AddMinutes(-2));
        await RecordAsync(session, 3, RecordingStatus.Active, isAutomatic: false);
        await RecordAsync(session with { Session = Guid.CreateVersion7() }, 1, RecordingStatus.Active);

        var found = Assert.Single(await ListAsync());

        Assert.Equal((2, Now.AddMinutes(-2)), (found.Failures, found.LastFailureAt));
    }

    private Task<ImmutableArray<UnrecordedSession>> ListAsync() => _store.ListUnrecordedAsync(_cluster, CancellationToken.None);

    private async Task<RecordedSession> OpenAsync(string room, RoomRecording? rule, DateTimeOffset? deletedAt = null, bool ended = false)
    {
        var key = new RoomKey(_tenant, Mode.Live, room);
        await new PostgresRoomStore(postgres.Sources, TimeProvider.System).SaveAsync(
            new RoomRecord
            {
                Key = key,
                Generation = 2,
                LiveKitCluster = _cluster,
                Settings = new RoomSettings { Recording = rule },
                CreatedAt = Now,
                DeletedAt = deletedAt,
                Version = 1,
            },
            CancellationToken.None);
        var session = new RecordedSession(
            new LiveKitRoomName(key, 2), Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(UsageHistory.StartMs)), UsageHistory.StartMs, _cluster, rule!);
        await using var insert = postgres.Sources.Jobs.CreateCommand(
            """
            insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms, end_recorded_at)
            values ($1, $2, 'l', $3, $4, 2, $5, $6, case when $6::bigint is null then null else now() end)
            """);
        insert.Parameters.AddWithValue(_tenant.Value);
        insert.Parameters.AddWithValue(session.Session);
        insert.Parameters.AddWithValue(room);
        insert.Parameters.AddWithValue($"RM_{room}");
        insert.Parameters.AddWithValue(session.StartedAtMs);
        insert.Parameters.AddNullable<long>(ended ? UsageHistory.EndMs : null);
        await insert.ExecuteNonQueryAsync();
        return session;
    }

    private async Task RecordAsync(
        RecordedSession session, int attempt, RecordingStatus status, DateTimeOffset? endedAt = null, bool isAutomatic = true)
    {
        var recording = new Recording
        {
            Key = new RecordingKey(_tenant, Mode.Live, RecordingPurpose.Recording, Guid.CreateVersion7()),
            Source = new RecordingSource { Kind = RecordingKind.RoomComposite, Room = session.Room, Session = session.Session },
            Cluster = _cluster,
            Format = RecordingFormat.Mp4,
            RequestedAt = Now.AddMinutes(-10),
            MaxSeconds = 600,
            IsAutomatic = isAutomatic,
        };
        await _store.AddAsync(recording, [], Now, CancellationToken.None);
        if (status != RecordingStatus.Starting)
        {
            var atMs = (endedAt ?? Now).ToUnixTimeMilliseconds();
            var fact = new EgressFact { EgressId = $"EG_{attempt}_{recording.Key.Id:n}", Status = status, UpdatedAtMs = atMs, EndedAtMs = endedAt is null ? null : atMs };
            Assert.True(await _store.SaveAsync(recording with { Fact = fact }, [], CancellationToken.None));
        }
    }
}
