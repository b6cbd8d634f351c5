using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Reconciliation;

[RandomPlacement]
internal sealed partial class ReconciliationGrain(
    [PersistentState("looks")] IPersistentState<LookState> looks,
    IReconciliationStore store,
    LiveKitClusters clusters,
    GrainReferences<IRoomGrain> rooms,
    ReconciliationInstruments instruments,
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<ReconciliationGrain> logger) : Grain, IReconciliationGrain
{
    private readonly ReconciliationOptions _options = options.Value;
    private readonly SharedBeat _beat = new(options.Value.Period);

    private string Cluster => this.GetPrimaryKeyString();

    public async Task LookWhenDueAsync(CancellationToken cancellation)
    {
        if (_beat.IsDue(time.GetUtcNow()))
        {
            await LookAsync(only: null, cancellation);
        }
    }

    public async Task<LookReport> LookAsync(TenantId? only, CancellationToken cancellation)
    {
        var report = await TryLookAsync(only, cancellation);
        instruments.Looked(report);
        if (report.Outcome != default)
        {
            LogChanged(Cluster, report.RoomsAsked, report.Outcome);
        }

        return report;
    }

    private async Task<LookReport> TryLookAsync(TenantId? only, CancellationToken cancellation)
    {
        if (!clusters.TryGetByName(Cluster, out var cluster))
        {
            return new LookReport { Cluster = Cluster };
        }

        LiveKitRoomListing listing;
        try
        {
            listing = await cluster.Client.LookAtRoomsAsync(cancellation);
        }
        catch (LiveKitException fault)
        {
            // Nothing was seen, so nothing is missed either.
            LogUnanswered(fault, Cluster);
            return new LookReport { Cluster = Cluster };
        }

        var open = await store.ListOpenSessionsAsync(Cluster, only, cancellation);
        var plan = LookPlan.Of(listing.Rooms, open, only, looks.State.Number);
        var listedAtMs = listing.At.ToUnixTimeMilliseconds();
        var (outcome, unsettled) = await SettleAsync(plan, listedAtMs, cancellation);
        await RememberAsync(only, listedAtMs, plan, unsettled);
        return new LookReport { Cluster = Cluster, ListedAtMs = listedAtMs, RoomsAsked = plan.Count, Outcome = outcome };
    }

    private async Task<(LookOutcome Outcome, Dictionary<string, long?> Unsettled)> SettleAsync(
        IReadOnlyDictionary<RoomKey, ImmutableArray<ListedRoom>> plan, long listedAtMs, CancellationToken cancellation)
    {
        var waiting = new Queue<KeyValuePair<RoomKey, ImmutableArray<ListedRoom>>>(plan);
        var unsettled = new Dictionary<string, long?>();
        var sum = default(LookOutcome);

        // The grain runs one of them at a time; what is at once are the waits for rooms and for LiveKit.
        async Task SettleSomeAsync()
        {
            while (waiting.TryDequeue(out var room))
            {
                var key = room.Key.ToString();
                var previousMs = looks.State.Unsettled.TryGetValue(key, out var earlier) ? earlier : looks.State.ListedAtMs;
                var outcome = await SettleRoomAsync(room.Key, new RoomListing(Cluster, listedAtMs, previousMs, room.Value), cancellation);
                sum += outcome;
                if (outcome.Failed > 0)
                {
                    unsettled[key] = previousMs;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, _options.RoomsAtOnce).Select(_ => SettleSomeAsync()));
        return (sum, unsettled);
    }

    private async Task<LookOutcome> SettleRoomAsync(RoomKey room, RoomListing listing, CancellationToken cancellation)
    {
        try
        {
            return await rooms.Get(room.ToString()).LookAsync(listing, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // One room must not keep the others from being looked at.
            LogRoomFailed(fault, room);
            return LookOutcome.Failure;
        }
    }

    /// <summary>
    /// A look at one tenant is none at the others. Rooms that an earlier look left unsettled and that this one did not ask about agree again.
    /// </summary>
    private async Task RememberAsync(
        TenantId? only, long listedAtMs, IReadOnlyDictionary<RoomKey, ImmutableArray<ListedRoom>> plan, Dictionary<string, long?> unsettled)
    {
        if (only is null)
        {
            _beat.Done(time.GetUtcNow());
            looks.State = new LookState { ListedAtMs = listedAtMs, Number = looks.State.Number + 1, Unsettled = unsettled };
        }
        else
        {
            foreach (var settled in plan.Keys.Select(room => room.ToString()).Except(unsettled.Keys))
            {
                looks.State.Unsettled.Remove(settled);
            }

            foreach (var (room, previousMs) in unsettled)
            {
                looks.State.Unsettled[room] = previousMs;
            }
        }

        await looks.WriteStateAsync();
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit cluster {Cluster} did not say what rooms it has; the next look asks again")]
    private partial void LogUnanswered(Exception fault, string cluster);

    [LoggerMessage(LogLevel.Warning, "Room {Room} could not be looked at; the next look asks again")]
    private partial void LogRoomFailed(Exception fault, RoomKey room);

    [LoggerMessage(LogLevel.Information, "A look at LiveKit cluster {Cluster} asked about {Rooms} rooms and changed {Outcome}")]
    private partial void LogChanged(string cluster, int rooms, LookOutcome outcome);
}
