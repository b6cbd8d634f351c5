using System.Collections.Immutable;
using RelayKit.Reconciliation;
using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Webhooks;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>
/// A look each minute, as <c>ReconciliationGrain</c> makes it by the real <see cref="LookPlan"/>: it lives on a silo and goes with it, what it has
/// to remember does not.
/// </summary>
internal sealed class VirtualReconciliation(
    World world, VirtualCluster cluster, LiveKitAnswers liveKit, VirtualStores stores, VirtualDatabase database, LookLog log)
{
    private const int PeriodMs = 60_000;
    private const int RoomTimeoutMs = 30_000;

    private LookState _durable = new();
    private VirtualSilo? _home;
    private bool _isLooking;

    public void Start() => world.After(world.Chance.Next(PeriodMs), Beat);

    private void Beat()
    {
        world.After(PeriodMs, Beat);
        if (_home is not { IsDead: false })
        {
            (_home, _isLooking) = (cluster.AnySilo(), false);
        }

        if (_home is { } home && !_isLooking)
        {
            _isLooking = true;
            new Strand(world, home.Process).Run(async () =>
            {
                await LookAsync();
                _isLooking = false;
            });
        }
    }

    private async Task LookAsync()
    {
        if (await liveKit.ListRoomsAsync() is not { } look)
        {
            return;
        }

        IReadOnlyCollection<OpenSession> open;
        try
        {
            open = await stores.ReadAsync(database.OpenSessions);
        }
        catch (Npgsql.NpgsqlException)
        {
            return;
        }

        var plan = LookPlan.Of(look.Rooms, open, only: null, _durable.Number);
        world.Story?.Invoke($"look of {look.AtMs} asks {string.Join(' ', plan.Keys.Select(room => room.Name))}");
        var agreed = log.ByCount(look, plan.Keys);
        var unsettled = new Dictionary<string, long?>();
        await Task.WhenAll(plan.Select(room => SettleAsync(room.Key, room.Value, look.AtMs, unsettled)));
        await stores.WriteAsync(() =>
        {
            _durable = new LookState { ListedAtMs = look.AtMs, Number = _durable.Number + 1, Unsettled = unsettled };
            log.Remember(look, agreed, plan.Keys.Where(room => !unsettled.ContainsKey(room.ToString())));
        });
    }

    private async Task SettleAsync(RoomKey room, ImmutableArray<ListedRoom> listed, long listedAtMs, Dictionary<string, long?> unsettled)
    {
        var key = room.ToString();
        log.Asked(room);
        var previousMs = _durable.Unsettled.TryGetValue(key, out var earlier) ? earlier : _durable.ListedAtMs;
        LookOutcome outcome;
        try
        {
            outcome = await CallAsync(room, new RoomListing("default", listedAtMs, previousMs, listed));
        }
        catch (TimeoutException)
        {
            outcome = LookOutcome.Failure;
        }

        world.Story?.Invoke($"look of {listedAtMs} (before: {previousMs}) at {room.Name}: {outcome}");
        if (outcome.Failed > 0)
        {
            unsettled[key] = previousMs;
        }
        else
        {
            log.Settled(room);
        }
    }

    private Task<LookOutcome> CallAsync(RoomKey room, RoomListing listing)
    {
        var answer = new TaskCompletionSource<LookOutcome>();
        cluster.SendToRoom(room, async activation =>
        {
            try
            {
                var outcome = await activation.LookAsync(listing);
                world.After(world.Chance.Next(4), () => answer.TrySetResult(outcome));
            }
            catch (Npgsql.NpgsqlException)
            {
                world.After(world.Chance.Next(4), () => answer.TrySetResult(LookOutcome.Failure));
            }
        });
        world.After(RoomTimeoutMs, () => answer.TrySetException(new TimeoutException()));
        return answer.Task;
    }
}
