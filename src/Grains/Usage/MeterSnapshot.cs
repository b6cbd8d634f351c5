using System.Collections.Immutable;

namespace RelayKit.Usage;

/// <summary>What the ledger says of a tenant's current period, all at one instant.</summary>
/// <param name="ClosedMs">Milliseconds in the hourly roll-ups of the period, by class: all that has ended.</param>
/// <param name="ReconciledMs">What of these rests on looks at LiveKit, by class.</param>
/// <param name="PresumedMs">What of these rests on neither LiveKit's word nor a look, by class.</param>
/// <param name="Sessions">
/// The lines of sessions that go on or ended a moment ago; what of them is in the roll-ups' milliseconds as well is subtracted by
/// the meter.
/// </param>
public sealed record MeterSnapshot(
    ImmutableArray<long> ClosedMs, ImmutableArray<long> ReconciledMs, ImmutableArray<long> PresumedMs, ImmutableArray<SessionLine> Sessions)
{
    /// <summary>What has ended, by watched label and class; of <see cref="Sessions"/> it is in here as well, as above.</summary>
    public ImmutableArray<LabelLine> Labels { get; init; } = [];
}
