using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// What a session remembers of somebody who has left: enough to see that a late or repeated event brings nothing new.
/// </summary>
/// <param name="Class">How the meter counted it.</param>
/// <param name="Labels">The number of its set of labels. Where it stands it takes no memory.</param>
/// <param name="Connected">When it was connected.</param>
/// <param name="JoinSeen">Whether its join was seen, or is known only from its leave.</param>
/// <param name="LeaveSeen">Whether its own leave was seen, or it ended only because the session did.</param>
/// <param name="EndEstimated">Whether its end is the last look that saw it, which LiveKit's word replaces.</param>
/// <param name="Revision">How often looks have changed its row.</param>
internal readonly record struct PastParticipant(
    ParticipantClass Class, int Labels, ConnectedInterval Connected, bool JoinSeen, bool LeaveSeen, bool EndEstimated = false, ushort Revision = 0)
{
    /// <summary>What the meter counts of it.</summary>
    public MeteredStay Stay => MeteredStay.Of(Connected, JoinSeen, LeaveSeen, new Sighting(Revision, null, EndEstimated));
}
