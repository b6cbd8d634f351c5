using System.Diagnostics.Metrics;
using RelayKit.LiveKit;

namespace RelayKit.Labels;

/// <summary>Opens the labels of participants of any cluster, and counts those that do not open.</summary>
public sealed class LabelSeals(LiveKitClusters clusters) : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private Counter<long>? _unopened;

    /// <summary>
    /// A participant's own labels; null where it has none. A value that does not open was put there by the client or by a neighbour of RelayKit's: it
    /// counts for nothing.
    /// </summary>
    /// <param name="cluster">The LiveKit cluster that told of it.</param>
    /// <param name="room">LiveKit's name of the room.</param>
    /// <param name="who">The participant, as LiveKit has it.</param>
    public LabelSet? Open(string cluster, string room, LiveKitParticipant who)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (!who.Attributes.TryGetValue(LabelSeal.Attribute, out var text))
        {
            return null;
        }

        var labels = clusters.TryGetByName(cluster, out var known) ? LabelSeal.Open(text, known.Seal, room, who.Identity) : null;
        if (labels is null)
        {
            (_unopened ??= _meter.CreateCounter<long>("relaykit.labels.unopened", "{participant}", "Sealed labels of participants that did not open."))
                .Add(1, new KeyValuePair<string, object?>("livekit_cluster", cluster));
        }

        return labels;
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
