using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

/// <summary>What a room answers while the ledger has not answered yet.</summary>
public sealed class RoomSessionsTests : IRoomStore, ILedger, IRoomActivation
{
    private const long Start = 1_796_068_800_000;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private readonly RoomSessions _sessions;
    private readonly TaskCompletionSource _commit = new();
    private bool _isLetGo;

    public RoomSessionsTests() => _sessions = new RoomSessions(
        Room,
        this,
        this,
        new MeterFeeds(_ => throw new TimeoutException(), TaskScheduler.Default, TimeProvider.System, NullLogger<MeterFeeds>.Instance),
        TimeProvider.System,
        this);

    [Fact]
    public async Task A_look_that_agrees_with_what_is_only_in_memory_has_failed_when_the_ledger_never_has_it()
    {
        var told = _sessions.IngestAsync(Told(RoomEventType.ParticipantJoined));

        var look = LookAsync(new ListedRoom(1, "RM_1", Start));
        Assert.False(look.IsCompleted);
        _commit.SetException(new LedgerException("The outcome of the commit is unknown."));

        Assert.Equal(IngestOutcome.Failed, await told);
        Assert.Equal(LookOutcome.Failure, await look);
        Assert.True(_isLetGo);
    }

    [Fact]
    public async Task A_look_that_misses_a_session_which_has_ended_only_in_memory_has_failed_when_the_ledger_never_has_it()
    {
        var told = _sessions.IngestAsync(Told(RoomEventType.RoomFinished));

        var look = LookAsync();
        Assert.False(look.IsCompleted);
        _commit.SetException(new LedgerException("The outcome of the commit is unknown."));

        Assert.Equal(IngestOutcome.Failed, await told);
        Assert.Equal(LookOutcome.Failure, await look);
    }

    [Fact]
    public async Task A_look_that_agrees_with_what_is_only_in_memory_has_found_it_when_the_ledger_has_it_too()
    {
        var told = _sessions.IngestAsync(Told(RoomEventType.ParticipantJoined));

        var look = LookAsync(new ListedRoom(1, "RM_1", Start));
        _commit.SetResult();

        Assert.Equal(IngestOutcome.Committed, await told);
        Assert.Equal(default, await look);
    }

    [Fact]
    public async Task A_room_that_agrees_with_livekit_each_time_that_it_has_to_be_asked_about_is_out_of_step_with_the_ledger()
    {
        _commit.SetResult();
        await _sessions.IngestAsync(Told(RoomEventType.ParticipantJoined));

        Assert.Equal(default, await LookAsync(1, new ListedRoom(1, "RM_1", Start)));
        Assert.Equal(default, await LookAsync(2, new ListedRoom(1, "RM_1", Start)));
        Assert.False(_isLetGo);
        Assert.Equal(default, await LookAsync(3, new ListedRoom(1, "RM_1", Start)));

        Assert.True(_isLetGo);
    }

    [Fact]
    public async Task A_room_that_is_asked_about_now_and_then_is_not_out_of_step()
    {
        _commit.SetResult();
        await _sessions.IngestAsync(Told(RoomEventType.ParticipantJoined));

        foreach (var minute in new[] { 1, 2, 5, 6, 9 })
        {
            await LookAsync(minute, new ListedRoom(1, "RM_1", Start));
        }

        Assert.False(_isLetGo);
    }

    private Task<LookOutcome> LookAsync(params ListedRoom[] listed) => LookAsync(1, listed);

    private Task<LookOutcome> LookAsync(int minute, params ListedRoom[] listed) => _sessions.LookAsync(
        new RoomListing("default", Start + (minute * 60_000), minute > 1 ? Start + ((minute - 1) * 60_000) : null, [.. listed]),
        async room => await _sessions.LookAsync(
            (await _sessions.FindAsync(room.Sid, room.Generation, room.CreatedAtMs))!,
            state => state.Look(Start + 60_000, null, [Told(RoomEventType.ParticipantJoined).Participant!])));

    private static RoomEvent Told(RoomEventType type) => new()
    {
        Type = type,
        LiveKitEventId = "EV_1",
        CreatedAtMs = Start,
        RoomSid = "RM_1",
        RoomCreatedAtMs = Start,
        Generation = 1,
        Participant = new ParticipantFact { Sid = "PA_1", Identity = "ada", JoinedAtMs = Start },
    };

    bool ILedger.TryReserve() => true;

    void ILedger.Release()
    {
    }

    Task ILedger.CommitAsync(LedgerLane lane, LedgerEntry entry) => _commit.Task;

    void IRoomActivation.Committed()
    {
    }

    void IRoomActivation.CommitFailed(LedgerException fault) => _isLetGo = true;

    void IRoomActivation.OutOfStep() => _isLetGo = true;

    Task<SessionSnapshot?> IRoomStore.FindSessionAsync(RoomKey key, string roomSid, CancellationToken cancellation) => Task.FromResult<SessionSnapshot?>(null);

    Task<RoomSnapshot?> IRoomStore.LoadAsync(RoomKey key, CancellationToken cancellation) => throw new NotSupportedException();

    Task<bool> IRoomStore.SaveAsync(RoomRecord record, CancellationToken cancellation) => throw new NotSupportedException();

    Task IRoomStore.SaveBanAsync(RoomKey key, RoomBan ban, CancellationToken cancellation) => throw new NotSupportedException();

    Task IRoomStore.DeleteBansAsync(RoomKey key, string? identity, CancellationToken cancellation) => throw new NotSupportedException();

    Task<long> IRoomStore.ReadUsageAsync(RoomKey key, UsagePeriod period, CancellationToken cancellation) => throw new NotSupportedException();

    Task<RoomPage> IRoomStore.ListAsync(RoomListQuery query, CancellationToken cancellation) => throw new NotSupportedException();
}
