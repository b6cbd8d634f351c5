using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RelayKit.Identifiers;
using RelayKit.LiveKit;
using RelayKit.Reconciliation;
using RelayKit.Rooms;

namespace RelayKit.Ingress;

[RandomPlacement]
internal sealed partial class IngressLookGrain(
    IIngressStore store,
    LiveKitClusters clusters,
    GrainReferences<IIngressGrain> ingresses,
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<IngressLookGrain> logger) : Grain, IIngressLookGrain
{
    /// <summary>For how long a row is kept that is gone from LiveKit.</summary>
    private static readonly TimeSpan KeepGone = TimeSpan.FromDays(1);

    private readonly SharedBeat _beat = new(options.Value.Period);

    private string Cluster => this.GetPrimaryKeyString();

    public async Task LookWhenDueAsync(CancellationToken cancellation)
    {
        if (_beat.IsDue(time.GetUtcNow()))
        {
            await LookAsync(cancellation);
        }
    }

    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!clusters.TryGetByName(Cluster, out var cluster))
        {
            return;
        }

        await store.RemoveGoneAsync(time.GetUtcNow() - KeepGone, cancellation);
        var lookedAt = time.GetUtcNow();
        IReadOnlyList<LiveKitIngress> listed;
        ImmutableArray<IngressKey> known;
        try
        {
            // The rows of before LiveKit was asked: one that is made in between is no row without ingress.
            known = await store.ListOfClusterAsync(Cluster, cancellation);
            if (known.IsEmpty)
            {
                // A LiveKit without ingress has nothing to say.
                return;
            }

            listed = await cluster.Ingress.ListAsync(cancellationToken: cancellation);
        }
        catch (LiveKitException fault)
        {
            // Nothing was seen, so nothing is missed either.
            LogUnanswered(fault, Cluster);
            return;
        }

        var seen = listed.Select(told => (Key: KeyOf(told), Told: told)).Where(static found => found.Key is not null)
            .ToLookup(static found => found.Key!.Value, static found => IngressFact.Of(found.Told));
        await SettleAsync(known.Union(seen.Select(static of => of.Key)), seen, lookedAt, cancellation);
    }

    /// <summary>Whose it is; null for one that RelayKit did not make.</summary>
    private static IngressKey? KeyOf(LiveKitIngress told) =>
        PublicId.TryParse(PublicId.Ingress, told.Name, out var id) && LiveKitRoomName.TryParse(told.RoomName, out var room)
            ? new IngressKey(room.Room.Tenant, room.Room.Mode, id)
            : null;

    private async Task SettleAsync(
        IEnumerable<IngressKey> keys, ILookup<IngressKey, IngressFact> seen, DateTimeOffset lookedAt, CancellationToken cancellation)
    {
        var waiting = new Queue<IngressKey>(keys);

        // The grain runs one of them at a time; what is at once are the waits.
        async Task SettleSomeAsync()
        {
            while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out var key))
            {
                try
                {
                    await ingresses.Get(key.ToString()).LookAsync(Cluster, [.. seen[key]], lookedAt, cancellation);
                }
                catch (Exception fault) when (!cancellation.IsCancellationRequested)
                {
                    // One must not keep the others from being looked at.
                    LogFailed(fault, key);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, options.Value.RoomsAtOnce).Select(_ => SettleSomeAsync()));
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit cluster {Cluster} did not say what ingress it has; the next look asks again")]
    private partial void LogUnanswered(Exception fault, string cluster);

    [LoggerMessage(LogLevel.Warning, "Ingress {Ingress} could not be looked at; the next look asks again")]
    private partial void LogFailed(Exception fault, IngressKey ingress);
}
