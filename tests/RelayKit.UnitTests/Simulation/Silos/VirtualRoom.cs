using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Webhooks;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>
/// An activation of a room: the real <see cref="RoomSessions"/>, in the life that Orleans gives a grain. It reads its rows first; calls interleave; when it
/// is to go, what is under way is still answered, and what comes after that waits for the next activation.
/// </summary>
internal sealed class VirtualRoom : IRoomActivation
{
    private readonly Strand _strand;
    private readonly LiveKitAnswers _liveKit;
    private readonly RoomSessions _sessions;
    private readonly Queue<Func<VirtualRoom, Task>> _waiting = new();
    private readonly Action<VirtualRoom, IEnumerable<Func<VirtualRoom, Task>>> _gone;
    private bool _isReady;
    private bool _isLeaving;
    private int _underWay;

    public VirtualRoom(
        World world, VirtualSilo silo, RoomKey key, IRoomStore store, LiveKitAnswers liveKit, Action<VirtualRoom, IEnumerable<Func<VirtualRoom, Task>>> gone)
    {
        (Silo, Key, _liveKit, _gone) = (silo, key, liveKit, gone);
        _strand = new Strand(world, silo.Process);
        _sessions = new RoomSessions(key, store, silo.Ledger, silo.Feeds, world.Time, this);
        _strand.Run(() => ActivateAsync(store));
    }

    public VirtualSilo Silo { get; }

    public RoomKey Key { get; }

    public bool IsGone { get; private set; }

    /// <summary>A call has arrived.</summary>
    public void Take(Func<VirtualRoom, Task> call)
    {
        if (!_isReady || _isLeaving)
        {
            _waiting.Enqueue(call);
            return;
        }

        Start(call);
    }

    /// <summary>As <c>RoomGrain.IngestAsync</c>, of a room that is there and was never deleted.</summary>
    public Task<IngestOutcome> IngestAsync(RoomEvent told) => _sessions.IngestAsync(told);

    /// <summary>As <c>RoomGrain.LookAsync</c>, of a room that was never deleted.</summary>
    public Task<LookOutcome> LookAsync(RoomListing listing) => _sessions.LookAsync(listing, room => LookAtAsync(room, listing));

    /// <summary>Orleans' <c>DeactivateOnIdle</c>.</summary>
    public void Leave()
    {
        _isLeaving = true;
        if (_isReady && _underWay == 0 && !IsGone)
        {
            IsGone = true;
            _gone(this, _waiting);
        }
    }

    void IRoomActivation.Committed()
    {
    }

    void IRoomActivation.CommitFailed(LedgerException fault) => Leave();

    void IRoomActivation.OutOfStep() => Leave();

    private async Task<LookOutcome> LookAtAsync(ListedRoom room, RoomListing listing)
    {
        var connected = await _liveKit.WhoIsThereAsync(Key, room.Sid);
        var session = (await _sessions.FindAsync(room.Sid, room.Generation, room.CreatedAtMs))!;
        return connected is null
            ? LookOutcome.Failure + await _sessions.LookAsync(session, state => state.CannotSee(listing.PreviousMs))
            : await _sessions.LookAsync(session, state => state.Look(listing.ListedAtMs, listing.PreviousMs, connected));
    }

    private async Task ActivateAsync(IRoomStore store)
    {
        try
        {
            foreach (var session in (await store.LoadAsync(Key, CancellationToken.None))!.OpenSessions)
            {
                _sessions.Add(session);
            }
        }
        catch (Npgsql.NpgsqlException)
        {
            // Orleans turns away whoever waits for an activation that did not come to be.
            _waiting.Clear();
            _isLeaving = true;
        }

        _isReady = true;
        if (_isLeaving)
        {
            Leave();
            return;
        }

        while (_waiting.TryDequeue(out var call))
        {
            Start(call);
        }
    }

    private void Start(Func<VirtualRoom, Task> call)
    {
        _underWay++;
        _strand.Run(async () =>
        {
            await call(this);
            _underWay--;
            if (_isLeaving)
            {
                Leave();
            }
        });
    }
}
