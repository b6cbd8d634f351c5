using RelayKit.Api.Cluster;
using RelayKit.LiveKit;
using RelayKit.Recordings;

namespace RelayKit.Api.Inbound;

/// <summary>What becomes of an event about an egress.</summary>
internal enum EgressOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>It is of no recording or stream of RelayKit's.</summary>
    Unknown,

    /// <summary>It may be of one whose start is under way: LiveKit is to come again.</summary>
    TooEarly,
}

/// <summary>
/// Finds the recording or stream that an egress is of: by LiveKit's id, else by the recording's own id in the path that LiveKit repeats. A start is
/// answered and its first event sent at the same moment, so that an event may come before the id is known; LiveKit sends it again then.
/// </summary>
internal sealed class EgressWebhooks(IRecordingStore store, GrainReferences<IRecordingGrain> recordings, GrainCalls calls, TimeProvider time)
{
    /// <summary>How long an event may be early. LiveKit's five attempts take some 15 seconds; what they miss the next look finds.</summary>
    private static readonly TimeSpan EarlyFor = TimeSpan.FromSeconds(30);

    /// <summary>Takes an event in.</summary>
    /// <param name="egress">What LiveKit tells.</param>
    /// <param name="patience">How long the grain has.</param>
    /// <param name="giveUp">The caller's deadline.</param>
    public async Task<EgressOutcome> TakeInAsync(LiveKitEgress egress, TimeSpan patience, CancellationToken giveUp)
    {
        var owner = egress.EgressId.Length == 0 ? null : await store.FindByEgressAsync(StorableText.Mend(egress.EgressId), giveUp);
        if (owner is null && EgressOwner.RecordingIn(egress) is { } id)
        {
            owner = await store.FindOwnerAsync(id, giveUp);
        }

        if (owner is not { } key)
        {
            return EgressOwner.LooksOurs(egress) && time.GetUtcNow() - (egress.StartedAt ?? default) < EarlyFor ? EgressOutcome.TooEarly : EgressOutcome.Unknown;
        }

        var known = await calls.RepeatableAsync(
            recordings.Get(key.ToString()), EgressFact.Of(egress), static (grain, fact, _) => grain.IngestAsync(fact), patience);
        return known ? EgressOutcome.Committed : EgressOutcome.Unknown;
    }
}
