using RelayKit.Ledger;

namespace RelayKit.Rooms;

/// <summary>What looks have changed.</summary>
/// <param name="Found">Participants who were there without a word of LiveKit's.</param>
/// <param name="Closed">Participants whom two looks had missed.</param>
/// <param name="Ended">Sessions that two looks had missed.</param>
/// <param name="Failed">Rooms that could not be looked at.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LookOutcome")]
public readonly record struct LookOutcome(
    [property: Id(0)] int Found, [property: Id(1)] int Closed, [property: Id(2)] int Ended, [property: Id(3)] int Failed)
{
    /// <summary>A room that could not be looked at.</summary>
    public static readonly LookOutcome Failure = new(0, 0, 0, 1);

    /// <summary>What an entry that a look has made changes.</summary>
    public static LookOutcome Of(LedgerEntry? entry) => entry is null ? default : new(
        entry.LookedParticipants.Count(static row => !row.InLedger),
        entry.LookedParticipants.Count(static row => row.Looks.EndEstimated),
        entry.Session is { Looks.EndEstimated: true } ? 1 : 0,
        0);

    /// <summary>Both together.</summary>
    public static LookOutcome operator +(LookOutcome left, LookOutcome right) => new(
        left.Found + right.Found, left.Closed + right.Closed, left.Ended + right.Ended, left.Failed + right.Failed);
}
