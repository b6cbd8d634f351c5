using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>What the meter counts of one participant: when it was connected, and what that rests on.</summary>
/// <param name="Connected">When it was connected.</param>
/// <param name="Evidence">What that rests on.</param>
/// <param name="Told">How many of its join and its leave LiveKit has told of.</param>
internal readonly record struct MeteredStay(ConnectedInterval Connected, Evidence Evidence, int Told)
{
    /// <summary>Of somebody who is connected.</summary>
    public static MeteredStay Open(long joinedAtMs, bool joinTold) =>
        Of(new ConnectedInterval(joinedAtMs, null), joinTold, leaveTold: false, looks: default);

    /// <summary>Of anybody, by what <see cref="ParticipantRow.EvidenceOf"/> goes by.</summary>
    public static MeteredStay Of(ConnectedInterval connected, bool joinTold, bool leaveTold, Sighting looks) => new(
        connected, ParticipantRow.EvidenceOf(connected, joinTold, leaveTold, looks), (joinTold ? 1 : 0) + (leaveTold ? 1 : 0));
}
