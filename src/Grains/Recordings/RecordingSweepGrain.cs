using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

[RandomPlacement]
internal sealed partial class RecordingSweepGrain(
    IRecordingStore store,
    ITenantStore tenants,
    LiveKitClusters clusters,
    GrainReferences<IRecordingGrain> recordings,
    AutomaticRecordings automatic,
    IOptions<RecordingOptions> options,
    TimeProvider time,
    ILogger<RecordingSweepGrain> logger) : Grain, IRecordingSweepGrain
{
    /// <summary>How long LiveKit has, when a source is gone, to tell of the end itself.</summary>
    private static readonly TimeSpan SourcePatience = TimeSpan.FromMinutes(2);

    /// <summary>How many are told at once: one whose worker is dead takes seconds, and with a machine many die together.</summary>
    private const int AtOnce = 16;

    private readonly SharedBeat _beat = new(options.Value.SweepPeriod);

    private string Cluster => this.GetPrimaryKeyString();

    public async Task SweepWhenDueAsync(CancellationToken cancellation)
    {
        if (_beat.IsDue(time.GetUtcNow()))
        {
            await SweepAsync(cancellation);
        }
    }

    public async Task<SweepReport> SweepAsync(CancellationToken cancellation)
    {
        if (!clusters.TryGetByName(Cluster, out var cluster))
        {
            return new SweepReport(0, 0, 0, 0, 0);
        }

        // Rows first: what is listed and has no row then is not one that began meanwhile.
        var open = await store.ListOpenAsync(Cluster, time.GetUtcNow() - SourcePatience, cancellation);
        IReadOnlyList<LiveKitEgress> listed;
        try
        {
            listed = await cluster.Egress.ListAsync(cancellationToken: cancellation);
        }
        catch (LiveKitException fault)
        {
            // Nothing was seen, so nothing is missed either.
            LogUnanswered(fault, Cluster);
            return new SweepReport(open.Length, 0, 0, 0, 0);
        }

        var now = time.GetUtcNow();
        var known = await KnownAsync(open, listed, cancellation);
        var matched = new HashSet<string>();
        var (changed, failed) = (0, 0);
        foreach (var some in SweepPlan.Match(open, listed, known.Contains).Chunk(AtOnce))
        {
            matched.UnionWith(some.Select(static one => one.Seen?.EgressId).OfType<string>());
            var told = await Task.WhenAll(some.Select(one => TellAsync(
                one.Open.Recording.Key, new RecordingLook(now, one.Seen is null ? null : EgressFact.Of(one.Seen), one.Open.IsSourceGone), cancellation)));
            changed += told.Count(static outcome => outcome is true);
            failed += told.Count(static outcome => outcome is null);
        }

        var strays = await StopStraysAsync(cluster, listed, matched, now, cancellation);
        var started = await automatic.StartMissingAsync(cluster, cancellation);
        return new SweepReport(open.Length, changed, failed, strays, started);
    }

    /// <summary>Which of the listed egresses other recordings have, as far as a start without an answer may be taken for one of them.</summary>
    private async Task<HashSet<string>> KnownAsync(
        IReadOnlyCollection<OpenRecording> open, IReadOnlyList<LiveKitEgress> listed, CancellationToken cancellation)
    {
        var known = new HashSet<string>();
        foreach (var unanswered in open.Where(static one => one.Recording is { EgressId: null, Place: null }))
        {
            foreach (var egress in listed.Where(egress => egress.IsOf(unanswered.Recording)))
            {
                if (await store.FindByEgressAsync(egress.EgressId, cancellation) is not null)
                {
                    known.Add(egress.EgressId);
                }
            }
        }

        return known;
    }

    /// <returns>Whether anything changed; null when the recording could not be reached.</returns>
    private async Task<bool?> TellAsync(RecordingKey key, RecordingLook look, CancellationToken cancellation)
    {
        try
        {
            return await recordings.Get(key.ToString()).LookAsync(look, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // One must not keep the others from being looked at.
            LogFailed(fault, key);
            return null;
        }
    }

    private async Task<int> StopStraysAsync(
        LiveKitCluster cluster, IReadOnlyList<LiveKitEgress> listed, HashSet<string> matched, DateTimeOffset now, CancellationToken cancellation)
    {
        var stopped = 0;
        foreach (var stray in SweepPlan.Strays(listed, matched, now))
        {
            if (await IsAnothersAsync(stray, now, cancellation))
            {
                continue;
            }

            LogStray(stray.EgressId, stray.RoomName);
            try
            {
                await cluster.Egress.StopAsync(stray.EgressId, cancellation);
                stopped++;
            }
            catch (LiveKitException fault)
            {
                LogStrayGoesOn(fault, stray.EgressId);
            }
        }

        return stopped;
    }

    /// <summary>
    /// A row may have come meanwhile, and then tells its grain; and several installations may share a LiveKit: what is of no tenant of this one is not
    /// this one's to stop.
    /// </summary>
    private async Task<bool> IsAnothersAsync(LiveKitEgress stray, DateTimeOffset now, CancellationToken cancellation)
    {
        var owner = await store.FindByEgressAsync(stray.EgressId, cancellation);
        if (owner is null && EgressOwner.RecordingIn(stray) is { } id)
        {
            owner = await store.FindOwnerAsync(id, cancellation);
        }

        if (owner is { } known)
        {
            await TellAsync(known, new RecordingLook(now, EgressFact.Of(stray), IsSourceGone: false), cancellation);
            return true;
        }

        return !LiveKitRoomName.TryParse(stray.RoomName, out var room) || await tenants.FindAsync(room.Room.Tenant, cancellation) is null;
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit cluster {Cluster} did not say what it records; the next look asks again")]
    private partial void LogUnanswered(Exception fault, string cluster);

    [LoggerMessage(LogLevel.Warning, "Recording {Recording} could not be looked at; the next look asks again")]
    private partial void LogFailed(Exception fault, RecordingKey recording);

    [LoggerMessage(LogLevel.Warning, "Egress {Egress} in room {Room} is nobody's: it is stopped")]
    private partial void LogStray(string egress, string room);

    [LoggerMessage(LogLevel.Warning, "Egress {Egress} is nobody's and could not be stopped; the next look tries again")]
    private partial void LogStrayGoesOn(Exception fault, string egress);
}
